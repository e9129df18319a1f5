// The program from outside: what it refuses.

#include "reproduce/reproductions.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <sys/wait.h>

#include <doctest/doctest.h>

namespace {

struct ended {
    int code = -1;
    std::string said;
};

ended run(const std::string& arguments) {
    const std::string command = std::string(COPPICE_REPRODUCE) + " " + arguments + " 2>&1";
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    ended result;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
        result.said.append(part.data(), count);
    }
    result.code = WEXITSTATUS(pclose(pipe));
    return result;
}

void check_refused(const std::string& arguments, const std::string& sentence) {
    const ended result = run(arguments);
    CHECK(result.code != 0);
    INFO(result.said);
    CHECK(result.said.find(sentence) != std::string::npos);
}

} // namespace

TEST_CASE("bad input is refused in a sentence") {
    check_refused("iap-table", "A subcommand is required");
    check_refused("iap-accuracy --scale huge", "huge");
    check_refused("iap-accuracy --data-directory /nowhere", "/nowhere");
    check_refused("tickets --data-directory /nowhere", "/nowhere");
    check_refused("", "A subcommand is required");
}

TEST_CASE("help lists every figure") {
    const ended result = run("--help");
    CHECK(result.code == 0);
    for (const reproduce::reproduction& each : reproduce::reproductions()) {
        CHECK(result.said.find(each.name) != std::string::npos);
    }
}

TEST_CASE("a figure is found by its name") {
    CHECK(reproduce::find_reproduction("iap-rewind").name == "iap-rewind");
    CHECK_THROWS_WITH(
        static_cast<void>(reproduce::find_reproduction("fig-6")),
        "figure: found \"fig-6\", expected one of iap-accuracy, iap-rewind, "
        "one-cycle-accuracy, one-cycle-budget, tickets");
}
