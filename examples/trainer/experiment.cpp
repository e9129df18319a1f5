#include "trainer/experiment.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/checkpoint/archive.hpp>
#include <coppice/checkpoint/file.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/compact/remove.hpp>
#include <coppice/compact/report.hpp>
#include <coppice/drive/train.hpp>
#include <coppice/lr/warmup_decay.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>
#include <omp.h>

#include "data/open.hpp"
#include "data/split.hpp"
#include "report/file.hpp"
#include "report/format.hpp"
#include "report/terminal.hpp"
#include "trainer/describe.hpp"
#include "trainer/fresh_model.hpp"
#include "trainer/latency.hpp"
#include "trainer/layer_report.hpp"
#include "trainer/saved_network.hpp"
#include "trainer/shrink.hpp"

namespace trainer {

namespace {

using coppice::backend::eigen;
using coppice::metric::accuracy;

nn::tensor first_images(const data_split& data, std::size_t count) {
    const data::images& set = data.validation;
    nn::tensor images(
        {count, static_cast<std::size_t>(set.channels), static_cast<std::size_t>(set.height),
         static_cast<std::size_t>(set.width)});
    std::vector<int> labels(count);
    data::batches batches(set, data.scale, {.batch_size = count});
    batches.next(images.values(), labels);
    return images;
}

/// The multiply-accumulates of a backward pass with frozen layers, as a share of those without.
double backward_share(
    nn::network net, const described& description, const std::vector<int>& frozen,
    const data_split& data) {
    const nn::tensor images = first_images(data, 8);
    nn::tensor gradient = net.forward(images, nn::mode::training);
    const auto macs = [&] {
        net.backward(gradient);
        return static_cast<double>(
            net.last_backward().weight_gradient + net.last_backward().input_gradient);
    };
    const double all = macs();
    for (const int layer : frozen) {
        freeze_layer(net, description.layers[static_cast<std::size_t>(layer)], true);
    }
    return macs() / all;
}

coppice::metric::size size_of(const nn::network& net) {
    return {
        .parameters = static_cast<coppice::index>(net.parameter_count()),
        .weights = 0,
        .macs = static_cast<coppice::index>(net.macs())};
}

/// Of the names that the command line takes.
method method_named(const std::string& name) {
    return name == "nadam" ? method::nadam : name == "nesterov" ? method::nesterov : method::sgd;
}

std::uint32_t checksum_of(const data::images& set, std::uint32_t so_far) {
    namespace checkpoint = coppice::checkpoint;
    so_far = checkpoint::checksum(std::as_bytes(std::span<const std::uint8_t>(set.pixels)), so_far);
    return checkpoint::checksum(std::as_bytes(std::span<const data::label>(set.labels)), so_far);
}

std::uint32_t checksum_of(const nn::network& net) {
    std::uint32_t sum = 0;
    for (const nn::tensor& values : net.state()) {
        sum = coppice::checkpoint::checksum(std::as_bytes(values.values()), sum);
    }
    return sum;
}

void headline(const std::string& text) {
    report::print("\n" + text + "\n");
}

/// Refuses a number of images as the command line has it.
void require_images(
    bool holds, const std::string& option, std::size_t images, const std::string& range) {
    if (!holds) {
        throw std::invalid_argument(
            option + " is " + std::to_string(images) + "; it must be " + range);
    }
}

/// What a snapshot, which is JSON in part, can keep.
bool is_utf8(const std::string& text) {
    try {
        static_cast<void>(nlohmann::json(text).dump());
        return true;
    } catch (const nlohmann::json::type_error&) {
        return false;
    }
}

} // namespace

experiment::experiment(options chosen, const arithmetic& by)
    : chosen_(std::move(chosen)), by_(by),
      snapshots_(snapshot_in(chosen_.output), chosen_.snapshot_seconds) {
    for (const std::string& name : chosen_.recipes) {
        with_recipe(name, chosen_.recipe, [](const auto&) {});
    }
    training_rate(chosen_.recipe).validate();
    if (!is_utf8(chosen_.save.string())) {
        throw std::invalid_argument(
            "--save: found a name that is not UTF-8, expected one that is, for the snapshot keeps "
            "it");
    }
    if (!chosen_.save.empty()) {
        coppice::require(
            static_cast<std::size_t>(chosen_.folder.size) <= longest_side, "trainer",
            "--image-size with --save", chosen_.folder.size,
            "at most " + coppice::text(longest_side));
    }
    set_ = data::open_data_set(chosen_.data, chosen_.data_directory, chosen_.folder);
    for (const std::string& skipped : set_.skipped) {
        headline("Skipped " + skipped);
    }
    check_counts();
    check();
    state_.settings = settings(chosen_).dump();
    state_.data = checksum_of(set_.test, checksum_of(set_.training, 0));
    state_.threads = omp_get_max_threads();
}

std::filesystem::path experiment::log_in(const std::filesystem::path& output) {
    return output / "log.jsonl";
}

std::filesystem::path experiment::snapshot_in(const std::filesystem::path& output) {
    return output / "snapshot";
}

/// Whether there are as many images as are asked for.
void experiment::check_counts() const {
    const std::size_t all = set_.training.count;
    const std::size_t held_out = chosen_.validation_images;
    require_images(
        held_out < all, "--validation-images", held_out,
        "below the " + std::to_string(all) + " images of the training set");
    require_images(
        chosen_.training_images <= all - held_out, "--training-images", chosen_.training_images,
        "at most the " + std::to_string(all - held_out) + " images that are not held out");
}

/// Whether the recipes fit the model.
void experiment::check() const {
    nn::model model = fresh_model(1);
    const described description = describe(model.net, model.blocks);
    const data_split data = split(1);
    host unused(model.net, description, data, training_options(1));
    if (chosen_.tune) {
        coppice::require(
            chosen_.tuning_share > 0 && chosen_.tuning_share < 1, "tuning", "share of the images",
            chosen_.tuning_share, "in (0, 1)");
        const tuning_options how = tuning_of(1, data);
        check_tuning(how, data);
        static_cast<void>(how.search.next(how.grid.space().points(), {}));
    }
    for (const std::string& name : chosen_.recipes) {
        by_.check(name, chosen_.recipe, description, unused);
    }
}

data_split experiment::split(std::uint64_t seed) const {
    data::parts parts = data::split(set_.training, chosen_.validation_images, seed);
    if (chosen_.training_images > 0) {
        parts.training = data::take(parts.training, chosen_.training_images);
    }
    const data::normalisation scale = data::measure_normalisation(parts.training);
    return {std::move(parts.training), std::move(parts.validation), set_.test, scale};
}

nn::model experiment::fresh_model(std::uint64_t seed) const {
    return trainer::fresh_model(chosen_.model, set_.training, seed);
}

host_options experiment::training_options(std::uint64_t seed) const {
    return {
        .how = method_named(chosen_.optimiser),
        .batch_size = chosen_.batch_size,
        .calibration_images = chosen_.calibration_images,
        .seed = seed,
        .shrink = chosen_.shrink,
        .hold_statistics = chosen_.hold_statistics,
        .augment = {
            .flip = chosen_.flip,
            .padding = chosen_.crop,
            .rotation = chosen_.rotate,
            .warp = chosen_.warp}};
}

bool experiment::resume() {
    std::optional<run_state> saved = snapshots_.load();
    if (!saved) {
        return false;
    }
    check_same_run(snapshots_.file().string(), *saved, state_);
    if (saved->threads != state_.threads) {
        headline(
            "This run had " + std::to_string(saved->threads) + " threads and goes on with " +
            std::to_string(state_.threads) + ": the rest may differ in the last bits.");
        saved->threads = state_.threads;
    }
    state_ = std::move(*saved);
    coppice::checkpoint::write_file(
        log_in(chosen_.output).string(), std::as_bytes(std::span<const char>(state_.log)));
    return true;
}

std::optional<std::filesystem::path> experiment::set_aside() const {
    try {
        const std::optional<run_state> last = snapshots_.load();
        if (!last || last->seed >= nlohmann::json::parse(last->settings).at("seeds").size()) {
            return std::nullopt;
        }
    } catch (const std::exception&) { // of another version, perhaps, which can read it
    }
    std::filesystem::path aside = snapshots_.file();
    aside += ".old";
    std::filesystem::rename(snapshots_.file(), aside);
    return aside;
}

void experiment::run(journal& log) {
    keep_now(log); // in place of what another run has left
    if (!std::exchange(state_.started, true)) {
        log.started(chosen_);
    }
    for (; state_.seed < chosen_.seeds.size(); ++state_.seed, state_.stage = 0) {
        go_through(chosen_.seeds[static_cast<std::size_t>(state_.seed)], log);
    }
    keep_now(log);
}

/// What is left of a seed's stages.
void experiment::go_through(std::uint64_t seed, journal& log) {
    const data_split data = split(seed);
    headline(
        "seed " + std::to_string(seed) + ": " + chosen_.model + " on " +
        report::grouped(data.training.count) + " images of " + chosen_.data + ", " +
        report::grouped(data.validation.count) + " held out");
    if (state_.stage == 0) {
        train_dense(seed, data, log);
        if (chosen_.sensitivity) {
            state_.scans.push_back(
                scan_sensitivity(dense(seed), data, training_options(seed), by_));
            log.scanned(state_.scans.back());
        }
        next_stage(log);
    }
    for (; state_.stage <= chosen_.recipes.size(); next_stage(log)) {
        const std::string& name = chosen_.recipes[static_cast<std::size_t>(state_.stage - 1)];
        prepare(name, seed, data, log);
        with_recipe(name, state_.current.prepared.numbers, [&](const auto& recipe) {
            headline(
                rewinds<std::remove_cvref_t<decltype(recipe)>>
                    ? name + ", going back to epoch " + std::to_string(chosen_.recipe.rewind) + ":"
                    : name + " at " + coppice::text(chosen_.recipe.ratio) + ":");
        });
        by_.prune(*this, name, state_.current.prepared.numbers, seed, data, log);
    }
}

void experiment::train_dense(std::uint64_t seed, const data_split& data, journal& log) {
    nn::model model = fresh_model(seed);
    const described description = describe(model.net, model.blocks);
    host host(model.net, description, data, training_options(seed));
    take_up(host);
    const auto announce = [&](int done) {
        host.announce("  training, epoch " + std::to_string(done + 1));
    };
    announce(state_.current.epoch);
    coppice::drive::train(
        training_rate(chosen_.recipe), host, chosen_.recipe.epochs,
        [&](int epoch) {
            if (epoch == chosen_.recipe.rewind) {
                state_.original.keep(epoch, host.save());
            }
            if (epoch > 0) {
                log.trained(seed, epoch, host.last_loss(), host.evaluate());
                announce(epoch);
                state_.current.epoch = epoch;
                keep(host, log);
            }
        },
        state_.current.epoch);
    state_.dense = {model.net.state(), {}};
    result whole{.recipe = "dense", .seed = seed, .size = size_of(model.net)};
    whole.masked = whole.size;
    whole.test = count_answers(model.net, data.test, data.scale, chosen_.batch_size);
    whole.latency_masked = latency_of(model.net, data);
    state_.milestones.push_back({"dense", seed, 1, host.evaluate().percent(), 0});
    conclude(log, model.net, std::move(whole));
    save(model.net, "dense", seed, data);
}

nn::model experiment::dense(std::uint64_t seed) const {
    nn::model model = fresh_model(seed);
    model.net.load(state_.dense.weights);
    return model;
}

tuning_options experiment::tuning_of(std::uint64_t seed, const data_split& data) const {
    const auto part = [&](const data::images& set) {
        return static_cast<std::size_t>(
            coppice::ceil_share(chosen_.tuning_share, static_cast<coppice::index>(set.count)));
    };
    return {
        .search = {.trials = chosen_.tuning_trials, .seed = seed},
        .training_images = part(data.training),
        .validation_images = part(data.validation)};
}

void experiment::prepare(
    const std::string& name, std::uint64_t seed, const data_split& data, journal& log) {
    prepared_recipe& prepared = state_.current.prepared;
    if (prepared.done) {
        return;
    }
    prepared = {true, chosen_.recipe, 0};
    if (!chosen_.tune || name != "ice-pick") {
        return;
    }
    const tuning_options how = tuning_of(seed, data);
    headline(
        "tuning ice-pick on " + report::grouped(how.training_images) + " images, " +
        report::grouped(how.validation_images) + " held out:");
    const tuned found = tune_ice_pick(
        dense(seed), data, training_options(seed), chosen_.recipe, how,
        [&](const std::string& settings, const coppice::tune::trial_report& trial) {
            log.tried(seed, settings, trial);
        },
        by_);
    log.tuned(seed, how.grid.space().name(found.report.winner().point), found.seconds);
    prepared = {true, found.best, found.seconds};
    keep_now(log);
}

experiment::trained_again::trained_again(
    const experiment& of, std::uint64_t seed, const data_split& data, bool distil)
    : whole(of.dense(seed)), net(whole.net), description(describe(net, whole.blocks)),
      trains(net, description, data, [&] {
          host_options training = of.training_options(seed);
          training.distil = distil;
          return training;
      }()) {
    trains.remember(of.state_.original);
    trains.announce("  rehearsal for freezing");
}

void experiment::conclude_steps(
    const std::string& name, std::uint64_t seed, const data_split& data, journal& log,
    trained_again& stage, const coppice::drive::run_report& report,
    const coppice::compact::plan& removed, const coppice::metric::size& masked) {
    nn::network& net = stage.net;
    const described& description = stage.description;
    for (const auto& [layer, reason] : report.left_alone) {
        log.left_alone(name, seed, description.model.layer_at(layer).name, reason);
    }
    if (!report.frozen.empty()) {
        log.saved_backward(
            name, seed, backward_share(stage.whole.net, description, report.frozen, data));
    }
    nn::network small = net;
    const nn::tensor probe = first_images(data, 64);
    shrinking removal(small, nullptr, description, probe);
    eigen backend;
    coppice::compact::remove(backend, description.model, removed, removal);
    auto rows = coppice::compact::rows(description.model, removed);
    measure_layers(rows, description, net, small, chosen_.latency_rounds);
    report::write_file(
        chosen_.output / ("layers-" + name + "-" + std::to_string(seed) + ".md"),
        layer_table(rows).markdown());
    save(small, name, seed, data);

    result left{.recipe = name, .seed = seed, .size = size_of(small), .masked = masked};
    left.test = count_answers(small, data.test, data.scale, chosen_.batch_size);
    left.tuning_seconds = state_.current.prepared.seconds;
    left.pruning_seconds = left.tuning_seconds + report.spent.total();
    left.retrained = std::count_if(
        report.steps.begin(), report.steps.end(), [](const auto& step) { return step.retrained; });
    const std::vector<double> latency =
        measure_latency({&net, &small}, first_images(data, 1), chosen_.latency_rounds);
    left.latency_masked = latency[0];
    left.latency_shrunk = latency[1];
    conclude(log, net, std::move(left));
}

void experiment::conclude_training(
    const std::string& name, std::uint64_t seed, const data_split& data, journal& log,
    nn::network& net, const coppice::metric::size& pruned, const coppice::metric::size& masked) {
    save(net, name, seed, data);
    result left{.recipe = name, .seed = seed, .size = pruned, .masked = masked};
    left.test = count_answers(net, data.test, data.scale, chosen_.batch_size);
    left.latency_masked = latency_of(net, data);
    conclude(log, net, std::move(left));
}

double experiment::latency_of(nn::network& net, const data_split& data) const {
    return measure_latency({&net}, first_images(data, 1), chosen_.latency_rounds).front();
}

void experiment::save(
    const nn::network& net, const std::string& recipe, std::uint64_t seed,
    const data_split& data) const {
    if (!chosen_.save.empty()) {
        save_network(
            chosen_.save / (recipe + "-" + std::to_string(seed) + ".safetensors"), net,
            {.model = chosen_.model,
             .input = net[net.input()].output,
             .classes = static_cast<std::size_t>(set_.training.classes),
             .data = chosen_.data,
             .folder = chosen_.folder,
             .recipe = recipe,
             .ratio = chosen_.recipe.ratio,
             .epochs = chosen_.recipe.epochs,
             .seed = seed,
             .scale = data.scale});
    }
}

void experiment::conclude(journal& log, const nn::network& net, result made) {
    made.weights = checksum_of(net);
    log.finished(made);
    state_.results.push_back(std::move(made));
}

void experiment::take_up(host& host) {
    if (state_.current.begun) {
        host.resume(state_.current.host);
    } else {
        const prepared_recipe prepared = state_.current.prepared;
        state_.current = {};
        state_.current.prepared = prepared;
        state_.current.watcher.seconds = prepared.seconds;
        if (state_.stage == 0) {
            state_.original = {};
        }
    }
}

void experiment::keep(const host& host, const journal& log) {
    if (snapshots_.due()) {
        state_.current.begun = true;
        state_.current.host = host.pause();
        keep_now(log);
    }
}

void experiment::next_stage(const journal& log) {
    ++state_.stage;
    state_.current.begun = false;
    state_.current.prepared = {};
    keep_now(log);
}

void experiment::keep_now(const journal& log) {
    state_.log = log.content();
    snapshots_.keep(state_);
}

} // namespace trainer
