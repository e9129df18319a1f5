// The whole program on a GPU that is an interpreter of what nvcc has made of the kernels, beside
// itself on the CPU.

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "run_program.hpp"
#include "temporary_directory.hpp"
#include "trainer/idx_files.hpp"
#include "trainer/sample.hpp"

namespace {

namespace fs = std::filesystem;

/// What was found out about every network: its "result" lines of the log.
std::vector<nlohmann::json>
results_of(const std::string& program, const fs::path& data, const fs::path& output) {
    const ended run = run_program(
        program,
        "--data mnist --data-directory " + data.string() +
            " --model resnet8 --training-images 32 --validation-images 16 --calibration-images 16"
            " --batch 32 --latency-rounds 1 --epochs 2 --rewind 1 --rounds 2 --threads 1 --recipe "
            "ice-pick,naive-iterative,ilp,iap,aiap,one-cycle,agp,iterative,one-shot --output " +
            output.string());
    INFO(run.said);
    REQUIRE(run.code == 0);
    std::vector<nlohmann::json> results;
    std::ifstream log(output / "log.jsonl");
    for (std::string line; std::getline(log, line);) {
        nlohmann::json one = nlohmann::json::parse(line);
        if (one.at("event") == "result") {
            results.push_back(std::move(one));
        }
    }
    return results;
}

} // namespace

TEST_CASE("every recipe leaves as much on an interpreted GPU's weights as on the CPU's") {
    const temporary_directory here;
    fs::create_directory(here / "data");
    write_part(here / "data", "train", sample::spots(64, 8));
    write_part(here / "data", "t10k", sample::spots(32, 8, 1, 4, 1));
    const auto expected = results_of(COPPICE_TRAINER, here / "data", here / "cpu");
    const auto found = results_of(
        COPPICE_TRAINER_INTERPRETED " --backend cuda", here / "data", here / "interpreted");
    REQUIRE(expected.size() == 10); // and the dense network
    REQUIRE(found.size() == expected.size());
    for (std::size_t n = 0; n < found.size(); ++n) {
        CAPTURE(expected[n].dump());
        CAPTURE(found[n].dump());
        for (const char* same : {"recipe", "retrained", "masked", "size"}) {
            CHECK(found[n].at(same) == expected[n].at(same));
        }
        // Sums are taken in another order, so that an answer may be another, here and there.
        const int answers = found[n].at("test").at("correct");
        const int others = expected[n].at("test").at("correct");
        CHECK(std::abs(answers - others) <= 2);
    }
}
