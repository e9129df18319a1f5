// The program killed at many moments and taken up again, beside one that is left alone.

#include "trainer/snapshots.hpp"

#include "temporary_directory.hpp"
#include "trainer/experiment.hpp"
#include "trainer/idx_files.hpp"
#include "trainer/process.hpp"
#include "trainer/tuning.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/checkpoint/archive.hpp>
#include <coppice/checkpoint/file.hpp>
#include <coppice/drive/course.hpp>
#include <coppice/drive/stepper.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include "data/open.hpp"
#include "data/random.hpp"
#include "data/split.hpp"

namespace {

namespace checkpoint = coppice::checkpoint;
namespace fs = std::filesystem;
using coppice::backend::eigen;

constexpr auto small_model = "resnet8";
constexpr int kills = COPPICE_KILLS;

/// The first images of the real Fashion-MNIST, so few that a training takes seconds.
void write_little_fashion(const fs::path& to) {
    const data::data_set whole = data::open_data_set("fashion-mnist");
    write_part(to, "train", data::take(whole.training, COPPICE_IMAGES));
    write_part(to, "t10k", data::take(whole.test, 60));
}

void remove_times(nlohmann::json& value) {
    for (const char* name :
         {"seconds", "pruning_seconds", "tuning_seconds", "latency_masked", "latency_shrunk"}) {
        if (value.is_object()) {
            value.erase(name);
        }
    }
    for (nlohmann::json& part : value) {
        if (part.is_structured()) {
            remove_times(part);
        }
    }
}

std::string log_without_times(const std::string& log) {
    std::string rest;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        nlohmann::json event = nlohmann::json::parse(line);
        remove_times(event);
        if (event["event"] == "trial") {
            event.erase("value"); // which is made of times
        }
        rest += event.dump() + "\n";
    }
    return rest;
}

template <class State>
void remove_times(State& state) {
    if constexpr (requires { state.report; }) {
        state.report.spent = {};
        state.step.spent = {};
        for (coppice::drive::step_report& step : state.report.steps) {
            step.spent = {};
        }
    }
}

template <class Recipe>
auto driver_state(const Recipe& /*recipe*/) {
    if constexpr (trainer::in_steps<Recipe>) {
        return typename coppice::drive::stepper<Recipe, float, trainer::host, eigen>::state{};
    } else {
        return typename coppice::drive::course<Recipe, float, trainer::host, eigen>::state{};
    }
}

/// The numbers of a recipe as the last trial of a log had them, or as they are.
trainer::recipe_options as_tuned(const std::string& log, trainer::recipe_options numbers) {
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        const nlohmann::json event = nlohmann::json::parse(line);
        if (event["event"] == "trial") {
            numbers = trainer::with_settings(
                numbers, coppice::tune::ice_pruning::settings(event["values"]));
        }
    }
    return numbers;
}

/// All that a run has left but for its times, byte for byte: weights, statistics and optimiser of
/// the dense network and of the last recipe's, its masks and decisions, the log, and the position.
std::vector<std::byte>
remains_of(const fs::path& output, const std::string& recipe, const trainer::recipe_options& o) {
    trainer::run_state state =
        trainer::snapshots(trainer::experiment::snapshot_in(output), 0).load().value();
    CHECK(content_of(trainer::experiment::log_in(output)) == state.log);
    state.log = log_without_times(state.log);
    for (trainer::result& made : state.results) {
        made.pruning_seconds = made.tuning_seconds = 0;
        made.latency_masked = made.latency_shrunk = 0;
    }
    for (trainer::milestone& at : state.milestones) {
        at.seconds = 0;
    }
    for (trainer::sensitivity_scan& scan : state.scans) {
        scan.report.seconds = 0;
    }
    state.current.watcher.seconds = 0;
    trainer::with_recipe(recipe, as_tuned(state.log, o), [&](const auto& made) {
        nn::model net = nn::make_model(small_model, {1, 28, 28}, 10, 1);
        const trainer::described description = trainer::describe(net.net, net.blocks);
        const auto subject = checkpoint::subject_of(made, description.model);
        using state_type = decltype(driver_state(made));
        auto driver = checkpoint::unpack<state_type>(state.current.driver, "driver", subject);
        remove_times(driver);
        state.current.driver = checkpoint::pack(driver, subject);
    });
    return checkpoint::pack(state);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A number that another snapshot changes.
fs::file_time_type::rep age_of(const fs::path& snapshot) {
    std::error_code none_yet;
    return fs::last_write_time(snapshot, none_yet).time_since_epoch().count();
}

/// Bytes that a log of these runs does not come to, and a snapshot with weights does.
constexpr std::uintmax_t more_than_a_log = std::uintmax_t{1} << 16U;

/// When a run is killed.
struct moment {
    std::uint64_t stage = 0; ///< that a snapshot has come to before
    int snapshots = 1;       ///< that it left from there on; it begins with the one it went on from
    double delay = 0;        ///< seconds after the last of them
    bool writing = false;    ///< and then when a part of the next one is written
};

/// The stage that the last whole snapshot is of, 0 without one.
std::uint64_t stage_of(const fs::path& snapshot) {
    const auto state = trainer::snapshots(snapshot, 0).load();
    return state ? state->stage : 0;
}

/// @return whether the run was killed, rather than at its end before
bool kill_at(const moment& when, process& run, const fs::path& snapshot) {
    auto age = age_of(snapshot);
    for (int seen = 0; seen < when.snapshots && run.running(); usleep(1000)) {
        if (const auto now = age_of(snapshot); now != age) {
            age = now;
            seen += stage_of(snapshot) >= when.stage ? 1 : 0;
        }
    }
    const auto start = std::chrono::steady_clock::now();
    while (run.running() && seconds_since(start) < when.delay) {
        usleep(1000);
    }
    return when.writing ? run.kill_beyond(more_than_a_log) : run.kill_now();
}

/// The moments to kill a run at that takes so many seconds when it is left alone: as soon as it
/// trains, in the middle of a snapshot, then at random; and the same again after the dense network
/// is done, as far as the run lasts.
std::vector<moment> moments(double whole, std::uint64_t seed) {
    data::random_source random(seed);
    std::vector<moment> all;
    for (const std::uint64_t stage : {0U, 1U}) {
        all.push_back({.stage = stage});
        all.push_back({.stage = stage, .writing = true});
        for (int number = 2; number < kills / 2; ++number) {
            const double share = static_cast<double>(random.below(1000)) / 1000;
            all.push_back(
                {.stage = stage,
                 .snapshots = 1 + static_cast<int>(random.below(2)),
                 .delay = share * whole / kills / 2,
                 .writing = number % 3 == 2});
        }
    }
    return all;
}

/// Runs to the end once alone and once with kills, and compares what both leave.
/// @param more  options of the trainer
void check_resuming(
    const std::string& recipe, std::uint64_t seed, const std::vector<std::string>& more = {}) {
    if (!fs::is_directory(data::fashion_mnist_directory)) {
        MESSAGE("skipped: the package dataset-fashion-mnist is not installed");
        return;
    }
    const temporary_directory directory;
    write_little_fashion(directory.path());
    const auto arguments = [&](const std::string& output) {
        std::vector<std::string> all = {
            "--data",
            "fashion-mnist",
            "--data-directory",
            directory.path().string(),
            "--model",
            small_model,
            "--recipe",
            recipe,
            "--epochs",
            "3",
            "--rewind",
            "1",
            "--rounds",
            "2",
            "--batch",
            "32",
            "--validation-images",
            "40",
            "--threshold",
            "0",
            "--flip",
            "--crop",
            "2",
            "--threads",
            "2",
            "--latency-rounds",
            "1",
            "--output",
            (directory / output).string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const fs::path words = directory / "words";
    const auto start = std::chrono::steady_clock::now();
    REQUIRE_MESSAGE(process(arguments("alone"), words).wait() == 0, content_of(words));
    const double whole = seconds_since(start);

    std::vector<std::string> again = arguments("killed");
    again.emplace_back("--resume");
    const fs::path snapshot = trainer::experiment::snapshot_in(directory / "killed");
    int killed = 0;
    int while_writing = 0;
    std::set<std::uint64_t> stages;
    for (const moment& when : moments(whole, seed)) {
        process run(again, words);
        if (!kill_at(when, run, snapshot)) {
            break;
        }
        ++killed;
        stages.insert(stage_of(snapshot)); // which throws for one that is not whole
        if (when.writing) {
            ++while_writing;
            CHECK(fs::file_size(checkpoint::unfinished(snapshot.string())) == more_than_a_log);
        }
    }
    MESSAGE(
        recipe << ": killed " << killed << " times, " << while_writing
               << " of them while a snapshot was written; alone it takes " << whole << " s");
    CHECK(killed >= kills / 2 + 2); // those that are not at random
    CHECK(stages.count(0) + stages.count(1) == 2);
    REQUIRE_MESSAGE(process(again, words).wait() == 0, content_of(words));
    CHECK(
        fs::exists(directory / "killed" / ("layers-" + recipe + "-1.md")) ==
        (recipe != "one-cycle")); // which prunes single weights, so that nothing shrinks

    const trainer::recipe_options o{.epochs = 3, .threshold = 0, .rewind = 1, .rounds = 2};
    const std::vector<std::byte> expected = remains_of(directory / "alone", recipe, o);
    const std::vector<std::byte> found = remains_of(directory / "killed", recipe, o);
    CHECK(found == expected);
    // A finished run that is taken up once more stays as it is.
    REQUIRE_MESSAGE(process(again, words).wait() == 0, content_of(words));
    CHECK(remains_of(directory / "killed", recipe, o) == expected);
}

} // namespace

// A single trial: which of several is the best depends on the time that they take.
TEST_CASE(
    "ICE-Pick, tuned after a scan, killed at many moments and resumed, ends as if it had been "
    "left alone") {
    check_resuming(
        "ice-pick", 1,
        {"--sensitivity", "--tune", "--tuning-trials", "1", "--tuning-share", "0.2"});
}

TEST_CASE("One-Cycle, killed at many moments and resumed, ends as if it had been left alone") {
    check_resuming("one-cycle", 2);
}

TEST_CASE("ILP with rewinding, shrunk, killed and resumed, ends as if it had been left alone") {
    check_resuming("ilp", 3, {"--shrink"});
}

TEST_CASE("a snapshot of other options is refused in a sentence, and stays as it is") {
    if (!fs::is_directory(data::fashion_mnist_directory)) {
        return;
    }
    const temporary_directory directory;
    const fs::path output = directory / "output";
    fs::create_directory(output);
    trainer::options chosen;
    chosen.model = "lenet_300_100";
    trainer::snapshots kept(trainer::experiment::snapshot_in(output), 0);
    kept.keep({.settings = trainer::settings(chosen).dump()});
    const std::string before = content_of(kept.file());
    const fs::path words = directory / "words";
    const std::vector<std::string> arguments = {
        "--model", "resnet8", "--resume", "--output", output.string()};
    CHECK(process(arguments, words).wait() == 1);
    CHECK(
        content_of(words).find(
            "--model is \"resnet8\"; it must be \"lenet_300_100\", as this run began") !=
        std::string::npos);
    CHECK(content_of(kept.file()) == before);
    CHECK_FALSE(fs::exists(trainer::experiment::log_in(output)));
}

TEST_CASE("a run that does not resume leaves the snapshot of an unfinished one beside its own") {
    if (!fs::is_directory(data::fashion_mnist_directory)) {
        return;
    }
    const temporary_directory directory;
    const fs::path output = directory / "output";
    fs::create_directory(output);
    trainer::options chosen;
    chosen.output = output;
    chosen.seeds = {1, 2};
    trainer::snapshots kept(trainer::experiment::snapshot_in(output), 0);
    const trainer::experiment run(chosen);
    CHECK_FALSE(run.set_aside()); // nothing is there

    kept.keep({.settings = trainer::settings(chosen).dump(), .seed = 2});
    CHECK_FALSE(run.set_aside()); // it was finished
    CHECK(fs::exists(kept.file()));

    kept.keep({.settings = trainer::settings(chosen).dump(), .seed = 1});
    const std::string before = content_of(kept.file());
    CHECK(run.set_aside() == output / "snapshot.old");
    CHECK_FALSE(fs::exists(kept.file()));
    CHECK(content_of(output / "snapshot.old") == before);

    std::ofstream(kept.file()) << "of another version";
    CHECK(run.set_aside());
    CHECK(content_of(output / "snapshot.old") == "of another version");
}
