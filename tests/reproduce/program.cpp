// The program from outside: what it refuses.

#include "reproduce/options.hpp"
#include "reproduce/reproductions.hpp"
#include "run_program.hpp"

#include <string>
#include <vector>

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
    check_refused(
        "iap-table", "coppice-reproduce: figure: found \"iap-table\", expected one of iap-");
    check_refused("iap-accuracy --scale huge", "--scale: huge not in {small,paper}");
    check_refused("iap-accuracy --threads 1025", "--threads: Value 1025 not in range 0 to 1024");
    check_refused(
        "iap-accuracy --seeds 99999999999999999999",
        "--seeds: Value 99999999999999999999 not in range 0 to 9223372036854775807");
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

TEST_CASE("a directory that is named nowhere is asked for by its option") {
    const ended result = run_program("env -u COPPICE_DATA " COPPICE_REPRODUCE, "tickets");
    CHECK(result.code == 1);
    CHECK(
        result.said == "coppice-reproduce: data set cifar10: found no directory, expected one; see "
                       "--data-directory\n");
}

TEST_CASE("help lists every figure") {
    const ended result = run("--help");
    CHECK(result.code == 0);
    for (const reproduce::reproduction& each : reproduce::reproductions()) {
        CHECK(result.said.find(each.name) != std::string::npos);
    }
    const ended one = run("tickets --help");
    CHECK(one.code == 0);
    CHECK(one.said.find("(default: results/tickets)") != std::string::npos);
}

TEST_CASE("a scale is read by its name") {
    const std::vector<const char*> words = {"coppice-reproduce", "tickets", "--scale", "paper"};
    CHECK(reproduce::read_command_line(2, words.data()).chosen.size == reproduce::scale::small);
    CHECK(reproduce::read_command_line(4, words.data()).chosen.size == reproduce::scale::paper);
}

TEST_CASE("a figure is found by its name") {
    CHECK(reproduce::find_reproduction("iap-rewind").name == "iap-rewind");
    CHECK_THROWS_WITH(
        static_cast<void>(reproduce::find_reproduction("fig-6")),
        "figure: found \"fig-6\", expected one of iap-accuracy, iap-lenet-5, iap-resnet-50, "
        "iap-rewind, ice-pick-time, ice-pick-rate, ice-pruning, sensitivity, "
        "one-cycle-accuracy, one-cycle-budget, tickets");
}
