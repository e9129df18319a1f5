#include "safetensors/header.hpp"
#include "safetensors/reader.hpp"

#include "fuzz/bytes.hpp"
#include "fuzz/reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

/// What the reader lets through, it must be able to read, and its header to be written and read.
void read_all(const temporary_directory& directory, std::size_t file_bytes) {
    const safetensors::reader file(directory / "file");
    std::uint64_t all = 0;
    for (const safetensors::tensor_info& tensor : file.tensors()) {
        all += tensor.bytes();
        require(all <= file_bytes, "the tensors have more bytes than the file");
        std::vector<std::byte> elements(tensor.bytes());
        file.read(tensor, elements);
    }
    const safetensors::header header{file.tensors(), file.metadata()};
    const std::string text = safetensors::write_header(header, file.path());
    require(
        safetensors::parse_header(text, all, file.path()) == header,
        "a header that is written reads back as another");
}

} // namespace

/// Two bytes say how much of what follows is data, one whether the file lies about the length of
/// its header and in which bit; the header and the data follow.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    static const temporary_directory directory;
    bytes given({input, size});
    const auto data = given.next<std::uint16_t>();
    const auto lie = given.next<std::uint8_t>();
    const auto rest = given.rest();
    std::uint64_t length = rest.size() - std::min<std::size_t>(data, rest.size());
    length = lie < 16 ? length : length ^ (std::uint64_t{1} << (lie % 64U));
    std::vector<std::uint8_t> content;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        content.push_back(static_cast<std::uint8_t>(length >> shift));
    }
    content.insert(content.end(), rest.begin(), rest.end());
    write_file(directory / "file", content);
    check_reader(directory, [&] { read_all(directory, content.size()); });
    return 0;
}
