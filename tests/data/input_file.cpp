#include "data/input_file.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

std::string text(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

} // namespace

TEST_CASE("input_file: plain and gzipped files read alike, beyond the size of one step") {
    const temporary_directory directory;
    const std::string bytes = counting_bytes(3'000'001);
    write_plain(directory / "plain", bytes);
    write_gzip(directory / "gzip", bytes);
    for (const char* name : {"plain", "gzip"}) {
        data::input_file file(directory / name, "bytes");
        CHECK(text(file.read(10)) == bytes.substr(0, 10));
        CHECK(text(file.read(2'999'991)) == bytes.substr(10));
        file.expect_end("the last byte");
    }
}

TEST_CASE("input_file: asking for more than there is takes no more memory than there is") {
    const temporary_directory directory;
    write_plain(directory / "file", "abc");
    data::input_file file(directory / "file", "bytes");
    CHECK(text(file.read(~std::uint64_t{0})) == "abc");
    CHECK(file.read(1).empty());
}

TEST_CASE("input_file: errors name the file, what was found and what was expected") {
    const temporary_directory directory;
    const auto path = directory / "file";
    const std::string name = path.string();
    CHECK(message_of<std::runtime_error>([&] {
              data::input_file(path, "a song");
          }) == name + ": found no readable file (No such file or directory), expected a song");

    CHECK(
        message_of<std::runtime_error>([&] {
            data::input_file(directory.path(), "a song").read(1);
        }) == directory.path().string() +
                  ": found an error on reading (Is a directory), expected a readable file");

    write_plain(path, "ab");
    data::input_file file(path, "a song");
    file.read(1);
    CHECK(message_of<std::runtime_error>([&] {
              file.expect_end("the verse");
          }) == name + ": found more data after the verse, expected the end of the file");
}

TEST_CASE("input_file: cut and damaged gzip streams are refused") {
    const temporary_directory directory;
    const auto path = directory / "file.gz";
    write_gzip(path, counting_bytes(1000));
    const std::string good = content_of(path);
    const auto read_all = [&] {
        data::input_file file(path, "bytes");
        file.read(1000);
        file.expect_end("the last byte");
    };
    read_all();

    write_plain(path, good.substr(0, good.size() / 2));
    CHECK(
        message_of<std::runtime_error>(read_all) ==
        path.string() + ": found a gzip stream that ends early, expected a complete one");

    std::string damaged = good;
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1); // checksum
    write_plain(path, damaged);
    CHECK(
        message_of<std::runtime_error>(read_all) ==
        path.string() + ": found a damaged gzip stream, expected an intact one");
}

TEST_CASE("find_file: the plain file comes first, then the gzipped one") {
    const temporary_directory directory;
    CHECK(message_of<std::runtime_error>([&] {
              data::find_file(directory.path(), "a");
          }) == directory.path().string() + ": found no file a, expected it or a.gz");
    write_plain(directory / "a.gz", "");
    CHECK(data::find_file(directory.path(), "a") == directory / "a.gz");
    write_plain(directory / "a", "");
    CHECK(data::find_file(directory.path(), "a") == directory / "a");
}
