#include "data/input_file.hpp"

#include "fuzz/bytes.hpp"
#include "fuzz/reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

/// Reads a file in two pieces; one that is not gzipped must come out as it is.
void read_in_pieces(
    const temporary_directory& directory, std::span<const std::uint8_t> content, std::size_t first,
    std::size_t second) {
    data::input_file file(directory / "file", "any bytes");
    std::vector<std::uint8_t> all = file.read(first);
    require(all.size() <= first, "more was read than was asked for");
    const std::vector<std::uint8_t> more = file.read(second);
    require(more.size() <= second, "more was read than was asked for");
    all.insert(all.end(), more.begin(), more.end());
    if (content.size() < 2 || content[0] != 0x1F || content[1] != 0x8B) {
        const auto expected = content.first(std::min(first + second, content.size()));
        require(
            std::equal(all.begin(), all.end(), expected.begin(), expected.end()),
            "a plain file does not come out as it is");
    }
    file.expect_end("the second piece");
}

} // namespace

/// Twice two bytes say how much is read at a time; the file follows.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    static const temporary_directory directory;
    bytes given({input, size});
    const std::size_t first = given.next<std::uint16_t>();
    const std::size_t second = given.next<std::uint16_t>();
    write_file(directory / "file", given.rest());
    check_reader(directory, [&] { read_in_pieces(directory, given.rest(), first, second); });
    return 0;
}
