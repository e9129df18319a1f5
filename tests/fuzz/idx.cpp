#include "data/idx.hpp"

#include "fuzz/bytes.hpp"
#include "fuzz/reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

/// Two bytes say how long the file of images is; it follows, then the file of labels.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    static const temporary_directory directory;
    bytes given({input, size});
    const auto wanted = given.next<std::uint16_t>();
    const auto files = given.rest();
    const std::size_t images = std::min<std::size_t>(wanted, files.size());
    write_file(directory / "images", files.first(images));
    write_file(directory / "labels", files.subspan(images));
    check_reader(directory, [] {
        const data::images set = data::read_idx(directory / "images", directory / "labels");
        data::check(set);
    });
    return 0;
}
