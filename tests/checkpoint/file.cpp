#include "coppice/checkpoint/file.hpp"

#include "coppice/checkpoint/archive.hpp"
#include "core/refusal.hpp"
#include "temporary_directory.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

namespace checkpoint = coppice::checkpoint;

namespace {

using bytes = std::vector<std::byte>;

/// Writes one state after the other under the same name, until it is killed.
[[noreturn]] void write_forever(const std::string& path) {
    for (unsigned value = 1;; ++value) {
        checkpoint::write_file(
            path, checkpoint::pack(std::vector<unsigned>(std::size_t{1} << 15U, value)));
    }
}

} // namespace

TEST_CASE("a file is read as it was written, and writing it anew replaces it") {
    const temporary_directory directory;
    const std::string path = (directory / "file").string();
    const bytes first(3'000'000, std::byte{7});
    checkpoint::write_file(path, first);
    CHECK(checkpoint::read_file(path) == first);
    checkpoint::write_file(path, bytes(2, std::byte{1}));
    CHECK(checkpoint::read_file(path) == bytes(2, std::byte{1}));
    checkpoint::write_file(path, {});
    CHECK(checkpoint::read_file(path).empty());
    CHECK_FALSE(std::filesystem::exists(checkpoint::unfinished(path)));
}

TEST_CASE("files that cannot be read or written are refused with the system's reason") {
    const temporary_directory directory;
    const std::string missing = (directory / "none").string();
    CHECK(
        refusal([&] { static_cast<void>(checkpoint::read_file(missing)); }) ==
        missing + ": file is of no use (No such file or directory); it must be one that can be "
                  "read");
    CHECK(
        refusal([&] { static_cast<void>(checkpoint::read_file(directory.path().string())); }) ==
        directory.path().string() +
            ": file is of no use (Is a directory); it must be one that can be read");
    const std::string nowhere = (directory / "none").string() + "/file";
    CHECK(
        refusal([&] { checkpoint::write_file(nowhere, {}); }) ==
        nowhere + ": file is of no use (No such file or directory); it must be one that can be "
                  "written");
}

TEST_CASE("a file that cannot be replaced stays as it was") {
    const temporary_directory directory;
    const std::string path = (directory / "file").string();
    checkpoint::write_file(path, bytes(5, std::byte{5}));
    std::filesystem::create_directory(checkpoint::unfinished(path)); // in the way
    CHECK(refusal([&] { checkpoint::write_file(path, bytes(9)); }).find(path) == 0);
    CHECK(checkpoint::read_file(path) == bytes(5, std::byte{5}));
}

TEST_CASE("a writer that is killed at any moment leaves a whole file") {
    const temporary_directory directory;
    const std::string path = (directory / "file").string();
    checkpoint::write_file(path, checkpoint::pack(std::vector<unsigned>(1, 0)));
    int left_over = 0;
    unsigned newest = 0;
    for (int round = 0; round < 20; ++round) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            write_forever(path);
        }
        usleep(static_cast<useconds_t>(10'000 + round * 7919 % 61 * 1000));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        left_over += std::filesystem::exists(checkpoint::unfinished(path)) ? 1 : 0;
        const auto found =
            checkpoint::unpack<std::vector<unsigned>>(checkpoint::read_file(path), path);
        newest = std::max(newest, found.back());
        for (const unsigned value : found) {
            REQUIRE(value == found.front());
        }
    }
    CHECK(newest > 0);
    CHECK(left_over > 0); // some were killed while they wrote
}
