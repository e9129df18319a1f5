// The program itself, from outside: what it refuses, and how it ends.

#include "run_program.hpp"
#include "temporary_directory.hpp"
#include "trainer/idx_files.hpp"
#include "trainer/process.hpp"
#include "trainer/sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>

namespace {

namespace fs = std::filesystem;

/// Runs the trainer and reads what it says on either stream.
ended run(const std::string& arguments) {
    return run_program(COPPICE_TRAINER, arguments);
}

std::ptrdiff_t count_lines(const fs::path& file) {
    std::ifstream text(file);
    return std::count(std::istreambuf_iterator<char>(text), std::istreambuf_iterator<char>(), '\n');
}

/// Writes a little data set.
/// @return the options that name it
std::string write_spots(const temporary_directory& here) {
    write_part(here.path(), "train", sample::spots(120, 28));
    write_part(here.path(), "t10k", sample::spots(60, 28, 1, 4, 1));
    return "--data mnist --latency-rounds 1 --data-directory " + here.path().string();
}

void check_refused(const std::string& arguments, const std::string& sentence) {
    const temporary_directory here;
    const fs::path output = here / "results";
    const ended result = run(arguments + " --output " + output.string());
    CHECK(result.code != 0);
    CHECK(result.said.find(sentence) != std::string::npos);
    INFO(result.said);
    CHECK_FALSE(fs::exists(output)); // nothing is half-written
}

} // namespace

TEST_CASE("bad input is refused in a sentence before anything is written") {
    check_refused("--recipe ice-pack", "recipe: found \"ice-pack\", expected one of ice-pick");
    check_refused("--ratio 1.2", "--ratio is 1.2; it must be in [0, 1)");
    check_refused("--ratio nan", "--ratio is nan; it must be in [0, 1)");
    check_refused("--threshold -1", "--threshold is -1; it must be in [0, 100]");
    check_refused("--data mnist-c", "mnist-c");
    check_refused("--data mnist --data-directory /nowhere", "/nowhere");
    check_refused("--colour red", "--colour");
    check_refused("--tune --tuning-share 0", "--tuning-share is 0; it must be in (0, 1)");
    check_refused(
        "--tune --tuning-trials 217",
        "search::random: trials is 217; it must be at most 216, the points of the space");
    check_refused("--sensitivity --tolerance -1", "--tolerance: Value -1 not in range 0");
    check_refused("--snapshot-seconds nan", "--snapshot-seconds: Value nan is no number");
    check_refused("--optimiser adam", "--optimiser: adam");
    check_refused("--calibration-images 0", "--calibration-images: Value 0 not in range 1 to ");
    check_refused("--training-images -3", "--training-images: Value -3 not in range 0 to ");
    check_refused("--threads -1", "--threads: Value -1 not in range 0 to ");
    check_refused("--seeds 1,-2", "--seeds: Value -2 not in range 0 to ");
    check_refused(
        "--naive-rate -1 --recipe naive-iterative",
        "--naive-rate is -1; it must be above 0 and finite");
    check_refused("--rate nan", "--rate is nan; it must be above 0 and finite");
    check_refused("--base nan", "--base is nan; it must be above 0 and finite");
    check_refused("--change 0.001", "--change is 0.001; it must be in (0, --base), which is 0.001");
    check_refused("--frozen 1.5", "--frozen is 1.5; it must be in [0, 1]");
    check_refused("--midpoint 0.6", "--midpoint is 0.6; it must be in (0, 0.5]");
    check_refused("--shape 0", "--shape is 0; it must be above 0 and finite");
    check_refused("--recipe ilp --convolution 1", "--convolution is 1; it must be in [0, 1)");
    check_refused("--recipe ilp --dense -0.1", "--dense is -0.1; it must be in [0, 1)");
    check_refused("--recipe aiap --rise 0", "--rise is 0; it must be above 0 and finite");
    check_refused("--crop -1", "--crop is -1; it must be in [0, 65535]");
    check_refused("--rotate 181", "--rotate is 181; it must be in [0, 180]");
    check_refused("--warp 0.5", "--warp is 0.5; it must be in [0, 0.5)");
    check_refused("--test-share 1", "--test-share is 1; it must be in (0, 1)");
    check_refused("--image-size 1025", "--image-size: Value 1025 not in range 1 to 1024");
    check_refused("--threads 1000000000", "--threads: Value 1000000000 not in range 0 to 1024");
    check_refused(
        "--seeds 99999999999999999999",
        "--seeds: Value 99999999999999999999 not in range 0 to 9223372036854775807");
    check_refused("--seeds 3,1,3", "--seeds: Value 3 is given twice");
    check_refused("--recipe ilp,iap,ilp", "--recipe: Value ilp is given twice");
    check_refused(
        "--recipe one-shot,ilp --epochs 3 --rewind 3",
        "--rewind: Value 3 not below --epochs, which is 3");
    check_refused("--tolerance 2", "--tolerance requires --sensitivity");
    check_refused("--load net.safetensors", "--output excludes --load");
}

TEST_CASE("counts of images that the data set has not are refused by option") {
    if (!fs::exists("/usr/share/datasets/fashion-mnist")) {
        MESSAGE("skipped: the package dataset-fashion-mnist is not installed");
        return;
    }
    check_refused(
        "--validation-images 60000",
        "--validation-images is 60000; it must be below the 60000 images of the training set");
    check_refused(
        "--training-images 55001",
        "--training-images is 55001; it must be at most the 55000 images that are not held out");
    check_refused(
        "--model ''", "model: found \"\", expected one of lenet_300_100, conv_2, resnet8");
}

TEST_CASE("directories that cannot be made are refused before data are read") {
    const temporary_directory here;
    std::ofstream(here / "file") << "a text";
    const std::string file = (here / "file").string();
    for (const char* option : {"--output", "--save"}) {
        const ended result = run(
            "--data mnist --data-directory /nowhere " + std::string(option) + " " + file + "/x");
        CHECK(result.code == 1);
        CHECK(
            result.said == "coppice-trainer: " + std::string(option) + ": " + file +
                               "/x cannot be made, for " + file +
                               " is no directory that can be written to\n");
    }
    check_refused(
        "--data mnist --data-directory /nowhere --save $(printf 'a\\377')",
        "--save: found a name that is not UTF-8, expected one that is");
}

TEST_CASE("an option that no recipe of the run reads is named") {
    const std::string nowhere = "--data mnist --data-directory /nowhere";
    const ended some = run(nowhere + " --recipe ilp,iap --threshold 3 --rounds 2 --tune");
    CHECK(some.said.find("--threshold is not read by ilp, iap\n") != std::string::npos);
    CHECK(some.said.find("--tune is not read by ilp, iap\n") != std::string::npos);
    CHECK(some.said.find("--rounds is") == std::string::npos);
    const ended none = run(nowhere + " --recipe ilp,ice-pick --threshold 3 --rounds 2");
    CHECK(none.said.find("is not read by") == std::string::npos);
}

TEST_CASE("a truncated data file is refused by name") {
    const temporary_directory here;
    for (const char* name :
         {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte"}) {
        std::ofstream(here / name) << "short";
    }
    check_refused(
        "--data mnist --data-directory " + here.path().string(), "train-images-idx3-ubyte: found");
}

TEST_CASE("a network that was saved answers as it did") {
    const temporary_directory here;
    const std::string data = write_spots(here);
    const std::string networks = (here / "networks").string();
    const ended made =
        run(data + " --model lenet_300_100 --validation-images 20 --batch 20 --epochs 1" +
            " --recipe naive-iterative --output " + (here / "results").string() + " --save " +
            networks);
    INFO(made.said);
    CHECK(made.code == 0);
    for (const char* recipe : {"dense", "naive-iterative"}) {
        const ended again =
            run("--load " + networks + "/" + std::string(recipe) + "-1.safetensors" +
                " --data-directory " + here.path().string());
        INFO(again.said);
        CHECK(again.code == 0);
        // The row begins with the seed, the recipe and the accuracy, as in the first table.
        const auto row = again.said.find(std::string("  ") + recipe + " ");
        REQUIRE(row != std::string::npos);
        const auto accuracy = again.said.find('%', row);
        std::string expected;
        std::istringstream words(again.said.substr(row, accuracy - row));
        for (std::string word; words >> word;) {
            expected = word;
        }
        const auto first = made.said.rfind(std::string("  ") + recipe + " ");
        REQUIRE(first != std::string::npos);
        CHECK(made.said.find(expected + " %", first) < made.said.find('\n', first));
    }
    // What cannot be written is an error; the signal would come first.
    const ended unread = run_program(
        "trap '' XFSZ; ulimit -f 0; " COPPICE_TRAINER,
        "--load " + networks + "/dense-1.safetensors --data-directory " + here.path().string() +
            " >" + (here / "said").string());
    CHECK(unread.code == 1);
    std::ofstream(here / "networks" / "dense-1.json") << "{}";
    const ended refused = run("--load " + networks + "/dense-1.safetensors");
    CHECK(refused.code == 1);
    CHECK(refused.said.find("dense-1.json: found something else") != std::string::npos);
}

TEST_CASE("optimiser and calibration batch are those of the command line") {
    const temporary_directory here;
    const std::string data = write_spots(here);
    int runs = 0;
    const auto pruned = [&](const std::string& more) {
        const fs::path output = here / std::to_string(++runs);
        const ended made =
            run(data + " --model lenet_300_100 --training-images 100 --validation-images 20" +
                " --epochs 1 --batch 20 --rewind 0 --rounds 1 --recipe iap --output " +
                output.string() + " --save " + output.string() + " " + more);
        INFO(made.said);
        REQUIRE(made.code == 0);
        std::ifstream file(output / "iap-1.safetensors", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const std::string by_default = pruned("");
    CHECK(by_default.size() > 100'000);
    CHECK((pruned("--optimiser sgd") == by_default)); // in parentheses, lest bytes be printed
    CHECK((pruned("--optimiser nesterov") != by_default));
    CHECK((pruned("--optimiser nadam") != by_default));
    CHECK((pruned("--calibration-images 1") != by_default));
}

TEST_CASE("help is no error") {
    const ended result = run("--help");
    CHECK(result.code == 0);
    CHECK(result.said.find("ice-pick: block by block") != std::string::npos);
}

TEST_CASE("an interrupted run ends with code 130 and keeps its log") {
    if (!fs::exists("/usr/share/datasets/fashion-mnist")) {
        MESSAGE("skipped: the package dataset-fashion-mnist is not installed");
        return;
    }
    const temporary_directory here;
    const fs::path written = here / "log.jsonl";
    process run(
        {"--model", "lenet_300_100", "--training-images", "2000", "--epochs", "1000000", "--output",
         here.path().string()},
        here / "words");
    while (count_lines(written) < 2 && run.running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    run.interrupt();
    CHECK(run.wait() == 130);
    std::ifstream log(written);
    int lines = 0;
    for (std::string line; std::getline(log, line); ++lines) {
        CHECK(line.front() == '{');
        CHECK(line.back() == '}');
    }
    CHECK(lines > 1);
    CHECK(
        content_of(here / "words")
            .find("Interrupted: I stop after this batch; a second Ctrl-C stops at once.\n") !=
        std::string::npos);
}
