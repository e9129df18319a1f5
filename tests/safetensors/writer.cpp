#include "safetensors/writer.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "files.hpp"
#include "message.hpp"
#include "safetensors/reader.hpp"
#include "temporary_directory.hpp"

namespace {

using safetensors::dtype;

const std::array<float, 4> weights = {1.5F, -0.0F, 3.25F, -4.0F};

std::size_t files_in(const temporary_directory& directory) {
    const std::filesystem::directory_iterator all(directory.path());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void write_weights(const std::filesystem::path& path) {
    safetensors::writer file(path, {{.name = "weight", .type = dtype::f32, .shape = {2, 2}}});
    file.write(std::as_bytes(std::span(weights)));
    file.finish();
}

} // namespace

TEST_CASE("writer: what is written, piece by piece, is read back") {
    const temporary_directory directory;
    const std::filesystem::path path = directory / "file";
    {
        safetensors::writer file(
            path,
            {{.name = "weight", .type = dtype::f32, .shape = {2, 2}},
             {.name = "none", .type = dtype::i64, .shape = {0}},
             {.name = "flag", .type = dtype::boolean}},
            safetensors::metadata_map{{"format", "pt"}});
        CHECK(file.tensors()[2].begin == 16);
        const auto bytes = std::as_bytes(std::span(weights));
        file.write(bytes.first(5));
        file.write(bytes.subspan(5));
        CHECK_FALSE(std::filesystem::exists(path)); // not before it is whole
        file.write(std::array{std::byte{1}});
        file.finish();
    }
    CHECK(files_in(directory) == 1);
    const safetensors::reader reading(path);
    CHECK(reading.metadata() == safetensors::metadata_map{{"format", "pt"}});
    REQUIRE(reading.tensors().size() == 3);
    std::array<float, 4> read{};
    reading.read(reading.find("weight"), std::as_writable_bytes(std::span(read)));
    CHECK(read == weights);
    CHECK(std::filesystem::file_size(path) % 8 == 1); // elements begin at a multiple of 8
}

TEST_CASE("writer: a file that is not finished leaves nothing behind") {
    const temporary_directory directory;
    write_bytes(directory / "file", "the old one");
    {
        safetensors::writer file(
            directory / "file", {{.name = "a", .type = dtype::u8, .shape = {3}}});
        file.write(std::array{std::byte{1}});
        CHECK(files_in(directory) == 2);
        CHECK_THROWS_AS(file.finish(), std::logic_error); // two bytes are missing
        CHECK_THROWS_AS(file.write(std::vector<std::byte>(3)), std::logic_error);
    }
    CHECK(files_in(directory) == 1);
    CHECK(content_of(directory / "file") == "the old one");
}

TEST_CASE("writer: a file takes the place of the one that it is made of") {
    const temporary_directory directory;
    const std::filesystem::path path = directory / "file";
    write_weights(path);
    const safetensors::reader old(path);
    safetensors::writer file(path, old.tensors());
    std::array<float, 4> values{};
    old.read(old.tensors()[0], std::as_writable_bytes(std::span(values)));
    values[3] = 0;
    file.write(std::as_bytes(std::span(values)));
    file.finish();
    const safetensors::reader reading(path);
    reading.read(reading.tensors()[0], std::as_writable_bytes(std::span(values)));
    CHECK(values == std::array{1.5F, -0.0F, 3.25F, 0.0F});
}

TEST_CASE("writer: a file has the permissions of the one that it replaces") {
    const temporary_directory directory;
    const std::filesystem::path path = directory / "file";
    for (const mode_t mode : {mode_t{0600}, mode_t{0664}}) {
        write_bytes(path, "the old one");
        REQUIRE(chmod(path.c_str(), mode) == 0);
        write_weights(path);
        struct stat now {};
        REQUIRE(stat(path.c_str(), &now) == 0);
        CHECK((now.st_mode & 07777U) == mode);
    }
}

TEST_CASE("writer: a symbolic link is refused and stays") {
    const temporary_directory directory;
    write_bytes(directory / "file", "the old one");
    for (const char* target : {"file", "none"}) {
        const std::filesystem::path link = directory / ("to " + std::string(target));
        std::filesystem::create_symlink(target, link);
        CHECK(
            message_of<std::runtime_error>([&] { write_weights(link); }) ==
            link.string() + ": found a symbolic link, expected the name of a file to write");
        CHECK(std::filesystem::read_symlink(link) == target);
    }
    CHECK(content_of(directory / "file") == "the old one");
    CHECK(files_in(directory) == 3);
}

TEST_CASE("writer: two writers of one file do not meet") {
    const temporary_directory directory;
    safetensors::writer first(directory / "file", {{.name = "a", .type = dtype::u8, .shape = {1}}});
    safetensors::writer second(
        directory / "file", {{.name = "b", .type = dtype::u8, .shape = {1}}});
    first.write(std::array{std::byte{1}});
    second.write(std::array{std::byte{2}});
    second.finish();
    first.finish();
    CHECK(safetensors::reader(directory / "file").tensors()[0].name == "a");
    CHECK(files_in(directory) == 1);
}

TEST_CASE("writer: places that cannot be written") {
    const temporary_directory directory;
    std::filesystem::create_directory(directory / "taken");
    CHECK(
        message_of<std::runtime_error>([&] { write_weights(directory / "taken"); }) ==
        (directory / "taken").string() +
            ": found a directory, expected the name of a file to write");
    REQUIRE(mkfifo((directory / "pipe").c_str(), 0600) == 0);
    CHECK(
        message_of<std::runtime_error>([&] { write_weights(directory / "pipe"); }) ==
        (directory / "pipe").string() +
            ": found no plain file, expected the name of a file to write");
    CHECK(std::filesystem::is_fifo(directory / "pipe"));
    CHECK(
        message_of<std::runtime_error>([&] { write_weights(directory / "no" / "file"); }) ==
        (directory / "no" / "file").string() + ": cannot be written (No such file or directory)");
}

TEST_CASE("writer: a full disk is an error and leaves nothing behind") {
    const temporary_directory directory;
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 80; // the header fits
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const std::string said =
        message_of<std::runtime_error>([&] { write_weights(directory / "file"); });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    CHECK(said == (directory / "file").string() + ": cannot be written (File too large)");
    CHECK(files_in(directory) == 0);
}
