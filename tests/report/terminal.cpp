#include "report/terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>

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
