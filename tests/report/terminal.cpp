#include "report/terminal.hpp"

#include "message.hpp"
#include "temporary_directory.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace {

struct closes_file {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using stream = std::unique_ptr<std::FILE, closes_file>;

} // namespace

TEST_CASE("terminal: a file is none") {
    const stream file(std::tmpfile());
    REQUIRE(file);
    CHECK(report::terminal_columns(file.get()) == 0);
}

TEST_CASE("terminal: tells its width, and 80 where it does not know") {
    const int descriptor = posix_openpt(O_RDWR | O_NOCTTY);
    if (descriptor < 0) {
        MESSAGE("skipped: this machine lends no pseudo-terminal");
        return;
    }
    const stream controller(fdopen(descriptor, "r+"));
    REQUIRE(controller);
    REQUIRE(grantpt(descriptor) == 0);
    REQUIRE(unlockpt(descriptor) == 0);
    const stream terminal(fdopen(open(ptsname(descriptor), O_RDWR | O_NOCTTY), "r+"));
    REQUIRE(terminal);
    CHECK(report::terminal_columns(terminal.get()) == 80);

    winsize size{};
    size.ws_col = 123;
    REQUIRE(ioctl(descriptor, TIOCSWINSZ, &size) == 0);
    CHECK(report::terminal_columns(terminal.get()) == 123);
}

TEST_CASE("terminal: what is printed is there at once, or it is an error") {
    const temporary_directory directory;
    const std::filesystem::path path = directory / "file";
    const stream open(std::fopen(path.c_str(), "w"));
    REQUIRE(open);
    report::print("a line\n", open.get());
    CHECK(content_of(path) == "a line\n");
    const stream closed(std::fopen(path.c_str(), "r"));
    REQUIRE(closed);
    CHECK(message_of<std::runtime_error>([&] {
              report::print("another\n", closed.get());
          }) == "a stream: cannot be written (Bad file descriptor)");
}
