// The program from outside: what it refuses.

#include "reproduce/reproductions.hpp"
#include "run_program.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

ended run(const std::string& arguments) {
    return run_program(COPPICE_REPRODUCE, arguments);
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
    check_refused("ice-pruning --data-directory /nowhere", "/nowhere");
    check_refused("tickets --data-directory /nowhere", "/nowhere");
    check_refused("tickets --threads -5", "--threads: Value -5 not in range 0 to ");
    check_refused("tickets --seeds 1,-1", "--seeds: Value -1 not in range 0 to ");
    check_refused(
        "tickets --output " COPPICE_REPRODUCE "/x",
        "--output: " COPPICE_REPRODUCE "/x cannot be made, for " COPPICE_REPRODUCE
        " is no directory that can be written to");
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
        "figure: found \"fig-6\", expected one of iap-accuracy, iap-lenet-5, iap-resnet-50, "
        "iap-rewind, ice-pick-time, ice-pick-rate, ice-pruning, sensitivity, "
        "one-cycle-accuracy, one-cycle-budget, tickets");
}
