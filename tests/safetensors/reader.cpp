#include "safetensors/reader.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

const std::string two_tensors = R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},)"
                                R"("b":{"dtype":"I16","shape":[2],"data_offsets":[3,7]}})";

struct file {
    temporary_directory directory;
    std::filesystem::path path = directory / "file";

    explicit file(const std::string& bytes) { write_bytes(path, bytes); }

    /// The complaint about the file, without the path in front.
    [[nodiscard]] std::string complaint() const {
        const std::string whole =
            message_of<std::runtime_error>([&] { safetensors::reader reading(path); });
        const std::string start = path.string() + ": ";
        CHECK(whole.substr(0, start.size()) == start);
        return whole.substr(std::min(start.size(), whole.size()));
    }
};

std::vector<std::byte>
read(const safetensors::reader& from, const std::string& name, std::size_t size) {
    std::vector<std::byte> bytes(size);
    from.read(from.find(name), bytes);
    return bytes;
}

} // namespace

TEST_CASE("reader: tensors one by one, whole and in part") {
    const file on_disk(safetensors_bytes(two_tensors, 7));
    const safetensors::reader reading(on_disk.path);
    REQUIRE(reading.tensors().size() == 2);
    CHECK_FALSE(reading.metadata());
    CHECK(read(reading, "a", 3) == std::vector{std::byte{0}, std::byte{1}, std::byte{2}});
    CHECK(
        read(reading, "b", 4) ==
        std::vector{std::byte{3}, std::byte{4}, std::byte{5}, std::byte{6}});
    std::array<std::byte, 2> part{};
    reading.read(reading.find("b"), 1, part);
    CHECK(part == std::array{std::byte{4}, std::byte{5}});
    CHECK(message_of<std::runtime_error>([&] {
              static_cast<void>(reading.find("c"));
          }) == on_disk.path.string() + ": found no tensor \"c\", expected one of that name");
}

TEST_CASE("reader: no byte of a neighbour is read") {
    const file on_disk(safetensors_bytes(two_tensors, 7));
    const safetensors::reader reading(on_disk.path);
    std::vector<std::byte> bytes(4);
    CHECK_THROWS_AS(reading.read(reading.find("a"), bytes), std::invalid_argument);
    CHECK_THROWS_AS(reading.read(reading.find("b"), 1, bytes), std::invalid_argument);
    CHECK_THROWS_AS(
        reading.read(reading.find("b"), ~std::uint64_t{0}, bytes), std::invalid_argument);
}

TEST_CASE("reader: no file, and what is none") {
    const file on_disk("");
    std::filesystem::remove(on_disk.path);
    CHECK(
        on_disk.complaint() ==
        "found no readable file (No such file or directory), expected a safetensors file");
    std::filesystem::create_directory(on_disk.path);
    CHECK(on_disk.complaint() == "found a directory, expected a safetensors file");
    std::filesystem::remove(on_disk.path);
    REQUIRE(mkfifo(on_disk.path.c_str(), 0600) == 0);
    CHECK(on_disk.complaint() == "found something that is no file, expected a safetensors file");
}

TEST_CASE("reader: a file that ends early") {
    const std::string whole = safetensors_bytes(two_tensors, 7);
    CHECK(
        file("").complaint() ==
        "found 0 bytes, expected at least the 8 bytes of the header's length");
    CHECK(
        file(whole.substr(0, 7)).complaint() ==
        "found 7 bytes, expected at least the 8 bytes of the header's length");
    CHECK(
        file(whole.substr(0, 8 + 100)).complaint() ==
        "found a header of 106 bytes, expected at most the 100 bytes that the file has left");
    CHECK(
        file(whole.substr(0, whole.size() - 1)).complaint() ==
        "tensor \"b\": found the offsets [3, 7), expected none beyond the 6 bytes that the file "
        "holds behind its header");
    // Whatever is left of it, it is refused.
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(file(whole.substr(0, size)).complaint().empty());
    }
}

TEST_CASE("reader: more than the header says") {
    CHECK(
        file(safetensors_bytes(two_tensors, 8)).complaint() ==
        "found 8 bytes behind the header, expected 7 bytes, those of its tensors");
}

TEST_CASE("reader: a length that lies") {
    // 2^64 - 1 in 8 bytes: nothing may be allocated by that number.
    CHECK(
        file(std::string(8, '\xFF') + "{}").complaint() ==
        "found a header of 18446744073709551615 bytes, expected at most the 2 bytes that the file "
        "has left");
}

TEST_CASE("reader: a header longer than any, in a file that is as large") {
    const file on_disk(std::string("\0\xE1\xF5\x05\0\0\0\0{}", 10)); // 100,000,000
    std::filesystem::resize_file(on_disk.path, 200'000'000);         // sparse
    CHECK(on_disk.complaint().find("found a header that is no JSON") == 0);
    write_bytes(on_disk.path, std::string("\1\xE1\xF5\x05\0\0\0\0{}", 10));
    std::filesystem::resize_file(on_disk.path, 200'000'000);
    CHECK(on_disk.complaint() == "found a header of 100000001 bytes, expected at most 100000000");
}

TEST_CASE("reader: a file that is cut short while it is read") {
    const file on_disk(safetensors_bytes(two_tensors, 7));
    const safetensors::reader reading(on_disk.path);
    std::filesystem::resize_file(on_disk.path, 8 + two_tensors.size() + 4);
    CHECK(
        message_of<std::runtime_error>([&] { read(reading, "b", 4); }) ==
        on_disk.path.string() +
            ": found the end of the file at byte 118, expected 3 more bytes, which it had before");
}
