#include "trainer/options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <vector>

#include "data/open.hpp"
#include "nn/models/model.hpp"
#include "report/text.hpp"
#include "trainer/command_line.hpp"

namespace trainer {

namespace {

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

/// Options that only some recipes read, which their descriptions say.
class options_of_recipes {
  public:
    explicit options_of_recipes(CLI::App& app) : app_(app) {}

    template <class T>
    CLI::Option&
    add(std::vector<std::string> recipes, const std::string& name, T& value,
        const std::string& description) {
        const std::string text = report::joined(recipes) + ": " + description;
        CLI::Option* option = nullptr;
        if constexpr (std::is_same_v<T, bool>) {
            option = app_.add_flag(name, value, text);
        } else {
            option = app_.add_option(name, value, text);
        }
        all_.push_back({option, std::move(recipes)});
        return *option;
    }

    /// Whether one of these recipes reads the option.
    [[nodiscard]] bool
    reads(const CLI::Option& option, const std::vector<std::string>& recipes) const {
        return std::any_of(all_.begin(), all_.end(), [&](const one& each) {
            return each.option == &option && each.read_by(recipes);
        });
    }

    /// Those given on the command line that none of these recipes reads.
    [[nodiscard]] std::vector<std::string> unread(const std::vector<std::string>& recipes) const {
        std::vector<std::string> names;
        for (const one& each : all_) {
            if (each.option->count() > 0 && !each.read_by(recipes)) {
                names.push_back(each.option->get_name());
            }
        }
        return names;
    }

  private:
    struct one {
        CLI::Option* option;
        std::vector<std::string> readers;

        [[nodiscard]] bool read_by(const std::vector<std::string>& recipes) const {
            return std::find_first_of(
                       recipes.begin(), recipes.end(), readers.begin(), readers.end()) !=
                   recipes.end();
        }
    };

    CLI::App& app_;
    std::vector<one> all_;
};

/// NaN is in none.
void check_ranges(const options& o) {
    const auto share = [](const char* option, double value) {
        require(value >= 0 && value < 1, option, value, "in [0, 1)");
    };
    const auto positive = [](const char* option, double value) {
        require(value > 0 && std::isfinite(value), option, value, "above 0 and finite");
    };
    const recipe_options& r = o.recipe;
    const double test_share = o.folder.test_share;
    require(test_share > 0 && test_share < 1, "--test-share", test_share, "in (0, 1)");
    require(o.crop >= 0 && o.crop <= 65535, "--crop", o.crop, "in [0, 65535]");
    require(o.rotate >= 0 && o.rotate <= 180, "--rotate", o.rotate, "in [0, 180]");
    require(o.warp >= 0 && o.warp < 0.5, "--warp", o.warp, "in [0, 0.5)");
    require(
        o.tuning_share > 0 && o.tuning_share < 1, "--tuning-share", o.tuning_share, "in (0, 1)");
    positive("--rate", r.rate);
    share("--ratio", r.ratio);
    require(r.threshold >= 0 && r.threshold <= 100, "--threshold", r.threshold, "in [0, 100]");
    require(r.frozen >= 0 && r.frozen <= 1, "--frozen", r.frozen, "in [0, 1]");
    positive("--naive-rate", r.naive);
    positive("--base", r.base);
    const bool falls = std::find(o.recipes.begin(), o.recipes.end(), "ice-pick") != o.recipes.end();
    require(
        !falls || (r.change > 0 && r.change < r.base), "--change", r.change,
        "in (0, --base), which is " + coppice::text(r.base));
    require(r.midpoint > 0 && r.midpoint <= 0.5, "--midpoint", r.midpoint, "in (0, 0.5]");
    positive("--shape", r.shape);
    share("--convolution", r.convolution);
    share("--dense", r.dense);
    positive("--rise", r.rise);
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

    app.add_option("--model", o.model, "one of " + report::joined(nn::model_names()));
    app.add_option("--data", o.data, "one of " + report::joined(data::known_data_sets()));
    app.add_option("--data-directory", o.data_directory, "where the data set's files lie");
    app.add_option("--image-size", o.folder.size, "image folders: pixels of a side")
        ->check(CLI::Range(1, 1024));
    app.add_option(
           "--images-per-class", o.folder.per_class,
           "image folders: at most this many per class (0: all)")
        ->check(from_0);
    app.add_option(
        "--test-share", o.folder.test_share,
        "image folders without a test part: share of each class kept for testing");
    app.add_flag("--skip-broken", o.folder.skip_broken, "image folders: leave broken files out");
    list_without_repeats(
        *app.add_option("--recipe", o.recipes, "one or more, separated by commas"));
    app.add_option("--epochs", r.epochs, "number of training epochs")->check(from_1);
    app.add_option("--rate", r.rate, "highest learning rate of training");
    app.add_option("--optimiser", o.optimiser, "one of sgd, nesterov, nadam")
        ->check(CLI::IsMember({"sgd", "nesterov", "nadam"}));
    app.add_option("--batch", o.batch_size, "images per training step")->check(from_1);
    app.add_option(
           "--training-images", o.training_images,
           "number of training images, chosen by the seed (0: all)")
        ->check(from_0);
    app.add_option(
           "--validation-images", o.validation_images,
           "number of images held out of the training set")
        ->check(from_1);
    app.add_flag("--flip", o.flip, "augment by mirrored images");
    app.add_option("--crop", o.crop, "augment by shifting images by up to this many pixels");
    app.add_option("--rotate", o.rotate, "augment by rotating images by up to this many degrees");
    app.add_option("--warp", o.warp, "augment by tilts in perspective, at least 0 and below 0.5");
    add_seeds(app, o.seeds);
    app.add_option("--backend", o.backend, "where to compute, one of cpu, cuda")
        ->check(CLI::IsMember({"cpu", "cuda"}));
    add_threads(app, o.threads);
    app.add_option("--output", o.output, "directory of tables, plot, log and snapshot");
    app.add_flag("--resume", o.resume, "go on where a run with this output was ended");
    app.add_option(
           "--snapshot-seconds", o.snapshot_seconds,
           "minimum seconds between two snapshots (0: after every epoch and every pruning)")
        ->check(numbers_in(0, 1e9));
    app.add_option(
           "--latency-rounds", o.latency_rounds,
           "passes of one image that a latency is the median of")
        ->check(from_1);
    app.add_option(
        "--save", o.save,
        "directory for the networks, shrunk where they can be: RECIPE-SEED.safetensors, and a "
        ".json to build them again by");
    CLI::Option* const load = app.add_option(
        "--load", o.load, "only measure such a .safetensors again, on the data set that it names");
    for (const char* other : {"--model", "--data", "--recipe", "--output", "--resume", "--save"}) {
        load->excludes(app.get_option(other));
    }
    CLI::Option* const sensitivity = app.add_flag(
        "--sensitivity", o.sensitivity,
        "scan how much accuracy each layer costs, pruned alone, before anything else is pruned");
    app.add_option("--tolerance", o.tolerance, "points that a layer may cost in the scan")
        ->check(numbers_in(0, 100))
        ->needs(sensitivity);

    options_of_recipes some(app);
    some.add(
        {"ice-pick", "naive-iterative", "one-cycle", "agp", "iterative", "one-shot"}, "--ratio",
        r.ratio, "share of filters (or weights) that go, in [0, 1)");
    some.add(
        {"ice-pick"}, "--threshold", r.threshold,
        "points of accuracy lost that call for retraining");
    some.add({"ice-pick"}, "--frozen", r.frozen, "share of the layers in blocks to freeze");
    some.add(
        {"ice-pick"}, "--hold-statistics", o.hold_statistics,
        "keep the running statistics of frozen layers' normalisations, too");
    some.add({"naive-iterative"}, "--naive-rate", r.naive, "learning rate of retraining");
    some.add({"ice-pick"}, "--base", r.base, "learning rate of retraining while little is pruned");
    some.add({"ice-pick"}, "--change", r.change, "how far that rate falls");
    some.add(
        {"ice-pick"}, "--midpoint", r.midpoint, "pruned share at which half of the fall is done");
    some.add({"ice-pick"}, "--shape", r.shape, "how sharp the fall is");
    CLI::Option& tune = some.add(
        {"ice-pick"}, "--tune", o.tune,
        "find its six numbers first, by trials on a small part of the images; the time counts as "
        "pruning time");
    app.add_option(
           "--tuning-share", o.tuning_share,
           "share of the training and held-out images used for tuning, in (0, 1)")
        ->needs(&tune);
    app.add_option("--tuning-trials", o.tuning_trials, "how many points of the grid are tried")
        ->check(from_1)
        ->needs(&tune);
    some.add(
        {"ice-pick", "naive-iterative", "ilp", "iap", "aiap"}, "--shrink", o.shrink,
        "retrain without the filters that are pruned, which takes less time; weights that only "
        "read zeros then stay as they are, and count in the norms that ice-pick and ilp go by");
    CLI::Option& rewind = some.add(
        {"ilp", "iap", "aiap"}, "--rewind", r.rewind,
        "go back to this epoch of the training each round, below --epochs (default: the last but "
        "one)");
    rewind.default_str("")->check(from_0);
    some.add({"ilp", "iap", "aiap"}, "--rounds", r.rounds, "number of rounds").check(from_1);
    some.add(
            {"iap", "aiap"}, "--calibration-images", o.calibration_images,
            "so many of the training images, of which layers show their activations")
        .check(from_1);
    some.add(
        {"ilp", "iap"}, "--convolution", r.convolution, "share of a convolution's filters a round");
    some.add({"ilp", "iap"}, "--dense", r.dense, "share of a dense layer's filters a round");
    some.add({"aiap"}, "--rise", r.rise, "by how much the threshold rises");
    try {
        app.parse(argc, argv);
        if (rewind.count() == 0) {
            r.rewind = r.epochs - 1;
        } else if (r.rewind >= r.epochs && some.reads(rewind, o.recipes)) {
            throw CLI::ValidationError(
                rewind.get_name(), "Value " + std::to_string(r.rewind) +
                                       " not below --epochs, which is " + std::to_string(r.epochs));
        }
        check_ranges(o);
        for (const std::string& name : some.unread(o.recipes)) {
            std::fprintf(
                stderr, "coppice-trainer: %s is not read by %s\n", name.c_str(),
                report::joined(o.recipes).c_str());
        }
        read.run = true;
    } catch (const CLI::ParseError& problem) {
        read.exit_code = app.exit(problem);
    }
    return read;
}

} // namespace trainer
