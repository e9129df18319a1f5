#include "trainer/options.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "data/open.hpp"
#include "nn/models/model.hpp"

namespace trainer {

namespace {

std::string list(const auto& names) {
    std::string joined;
    for (const auto& name : names) {
        joined += (joined.empty() ? "" : ", ") + std::string(name);
    }
    return joined;
}

std::string recipe_help() {
    std::string text = "Recipes:\n";
    std::apply(
        [&](const auto&... entry) {
            ((text += "  " + std::string(entry.name) + ": " + std::string(entry.summary) + "\n"),
             ...);
        },
        recipe_table);
    return text;
}

/// CLI::Range lets NaN pass.
CLI::Validator numbers_in(double low, double high) {
    CLI::Validator range = CLI::Range(low, high);
    const CLI::Validator number(
        [](std::string& text) {
            return std::isnan(std::atof(text.c_str())) ? "Value " + text + " is no number" : "";
        },
        "");
    return range & number;
}

} // namespace

command_line read_command_line(int argc, const char* const* argv) {
    constexpr int most = 1'000'000'000;
    const CLI::Range from_0(0, most);
    const CLI::Range from_1(1, most);
    command_line read;
    options& o = read.chosen;
    recipe_options& r = o.recipe;
    CLI::App app("Trains a network, prunes it by recipes, and compares what is left.");
    app.option_defaults()->always_capture_default()->multi_option_policy(
        CLI::MultiOptionPolicy::TakeLast);
    app.footer(recipe_help());

    app.add_option("--model", o.model, "one of " + list(nn::model_names()));
    app.add_option("--data", o.data, "one of " + list(data::known_data_sets()));
    app.add_option("--data-directory", o.data_directory, "where the data set's files lie");
    app.add_option("--image-size", o.folder.size, "image folders: pixels of a side")->check(from_1);
    app.add_option("--images-per-class", o.folder.per_class, "image folders: at most (0: all)")
        ->check(from_0);
    app.add_option("--test-share", o.folder.test_share, "image folders that have no test part");
    app.add_flag("--skip-broken", o.folder.skip_broken, "image folders: leave broken files out");
    app.add_option("--recipe", o.recipes, "one or more, separated by commas")
        ->delimiter(',')
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--ratio", r.ratio, "share of filters (or weights) that go, in [0, 1)");
    app.add_option("--epochs", r.epochs, "of training")->check(from_1);
    app.add_option("--rate", r.rate, "highest learning rate of training");
    app.add_option("--optimiser", o.optimiser, "one of sgd, nesterov, nadam")
        ->check(CLI::IsMember({"sgd", "nesterov", "nadam"}));
    app.add_option("--batch", o.batch_size, "images a step")->check(from_1);
    app.add_option(
           "--training-images", o.training_images, "use so many, chosen by the seed (0: all)")
        ->check(from_0);
    app.add_option("--validation-images", o.validation_images, "held out of the training set")
        ->check(from_1);
    app.add_flag("--flip", o.flip, "augment by mirrored images");
    app.add_option("--crop", o.crop, "augment by shifts of up to so many pixels");
    app.add_option("--rotate", o.rotate, "augment by turns of up to so many degrees");
    app.add_option("--warp", o.warp, "augment by tilts in perspective, at least 0 and below 0.5");
    app.add_option("--seeds", o.seeds, "one run each, separated by commas")
        ->delimiter(',')
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
    app.add_option("--backend", o.backend, "where to compute, one of cpu, cuda")
        ->check(CLI::IsMember({"cpu", "cuda"}));
    app.add_option("--threads", o.threads, "0: all")->check(from_0);
    app.add_option("--output", o.output, "directory of tables, plot, log and snapshot");
    app.add_flag("--resume", o.resume, "go on where a run with this output was ended");
    app.add_option(
           "--snapshot-seconds", o.snapshot_seconds,
           "let so many pass between two snapshots (0: one after every epoch and every pruning)")
        ->check(numbers_in(0, 1e9));
    app.add_option(
           "--latency-rounds", o.latency_rounds,
           "passes of one image that a latency is the median of")
        ->check(from_1);
    app.add_option(
        "--save", o.save,
        "directory for the networks, shrunk where they can be: RECIPE-SEED.safetensors, and a "
        ".json to build them again by");
    app.add_option(
        "--load", o.load, "only measure such a .safetensors again, on the data set that it names");

    app.add_option(
        "--threshold", r.threshold, "ice-pick: points of accuracy lost that call for retraining");
    app.add_option("--frozen", r.frozen, "ice-pick: share of the layers in blocks to freeze");
    app.add_flag(
        "--hold-statistics", o.hold_statistics,
        "ice-pick: keep the running statistics of frozen layers' normalisations, too");
    app.add_option("--naive-rate", r.naive, "naive-iterative: learning rate of retraining");
    app.add_option(
        "--base", r.base, "ice-pick: learning rate of retraining while little is pruned");
    app.add_option("--change", r.change, "ice-pick: how far that rate falls");
    app.add_option(
        "--midpoint", r.midpoint, "ice-pick: pruned share at which half of the fall is done");
    app.add_option("--shape", r.shape, "ice-pick: how sharp the fall is");
    app.add_flag(
        "--tune", o.tune,
        "ice-pick: find its six numbers first, by trials on a small part of the images; the time "
        "counts as pruning time");
    app.add_option("--tuning-share", o.tuning_share, "of training and held-out images, in (0, 1)");
    app.add_option("--tuning-trials", o.tuning_trials, "how many points of the grid are tried")
        ->check(from_1);
    app.add_flag(
        "--shrink", o.shrink,
        "retrain without the filters that are pruned, which takes less time; weights that only "
        "read "
        "zeros then stay as they are, and count in the norms that ice-pick and ilp go by");
    app.add_flag(
        "--sensitivity", o.sensitivity,
        "scan how much accuracy each layer costs, pruned alone, before anything else is pruned");
    app.add_option("--tolerance", o.tolerance, "points that a layer may cost in the scan")
        ->check(numbers_in(0, 100));
    app.add_option(
        "--rewind", r.rewind,
        "ilp, iap, aiap: go back to this epoch of the training each round, below --epochs");
    app.add_option("--rounds", r.rounds, "ilp, iap, aiap: how many")->check(from_1);
    app.add_option(
           "--calibration-images", o.calibration_images,
           "iap, aiap: so many of the training images, of which layers show their activations")
        ->check(from_1);
    app.add_option(
        "--convolution", r.convolution, "ilp, iap: share of a convolution's filters a round");
    app.add_option("--dense", r.dense, "ilp, iap: share of a dense layer's filters a round");
    app.add_option("--rise", r.rise, "aiap: by how much the threshold rises");
    try {
        app.parse(argc, argv);
        read.run = true;
    } catch (const CLI::ParseError& problem) {
        read.exit_code = app.exit(problem);
    }
    return read;
}

} // namespace trainer
