#include "trainer/journal.hpp"

#include <coppice/checkpoint/file.hpp>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "report/format.hpp"
#include "report/terminal.hpp"
#include "report/text.hpp"

namespace trainer {

namespace {

void line(const std::string& text) {
    report::print(text + "\n");
}

std::string percent(const coppice::metric::accuracy& counted) {
    return report::percent(counted.percent() / 100, 2);
}

} // namespace

nlohmann::json to_json(const coppice::metric::accuracy& counted) {
    return {{"correct", counted.correct}, {"total", counted.total}};
}

nlohmann::json to_json(const coppice::metric::size& size) {
    return {{"parameters", size.parameters}, {"weights", size.weights}, {"macs", size.macs}};
}

nlohmann::json settings(const options& chosen) {
    const recipe_options& r = chosen.recipe;
    return nlohmann::json(
        {{"event", "start"},
         {"model", chosen.model},
         {"data", chosen.data},
         {"recipes", chosen.recipes},
         {"epochs", r.epochs},
         {"rate", r.rate},
         {"optimiser", chosen.optimiser},
         {"batch", chosen.batch_size},
         {"backend", chosen.backend},
         {"training_images", chosen.training_images},
         {"validation_images", chosen.validation_images},
         {"flip", chosen.flip},
         {"crop", chosen.crop},
         {"rotate", chosen.rotate},
         {"warp", chosen.warp},
         {"sensitivity", chosen.sensitivity},
         {"tune", chosen.tune},
         {"tuning_share", chosen.tuning_share},
         {"tuning_trials", chosen.tuning_trials},
         {"shrink", chosen.shrink},
         {"hold_statistics", chosen.hold_statistics},
         {"calibration_images", chosen.calibration_images},
         {"seeds", chosen.seeds},
         {"ratio", r.ratio},
         {"threshold", r.threshold},
         {"frozen", r.frozen},
         {"naive_rate", r.naive},
         {"base", r.base},
         {"change", r.change},
         {"midpoint", r.midpoint},
         {"shape", r.shape},
         {"rewind", r.rewind},
         {"rounds", r.rounds},
         {"convolution", r.convolution},
         {"dense", r.dense},
         {"rise", r.rise},
         {"save", chosen.save.string()}});
}

void journal::started(const options& chosen) {
    log_.write(settings(chosen));
}

void journal::trained(
    std::uint64_t seed, int epoch, double loss, const coppice::metric::accuracy& now) {
    log_.write(
        {{"event", "epoch"},
         {"seed", seed},
         {"epoch", epoch},
         {"loss", loss},
         {"validation", to_json(now)}});
}

void journal::froze(std::uint64_t seed, const std::vector<std::string>& layers, double seconds) {
    if (!layers.empty()) {
        line(
            "  frozen after a rehearsal of " + report::duration(seconds) + ": " +
            report::joined(layers));
    }
    log_.write({{"event", "freeze"}, {"seed", seed}, {"layers", layers}, {"seconds", seconds}});
}

void journal::stepped(
    const std::string& recipe, std::uint64_t seed, const coppice::drive::step_report& step,
    const coppice::metric::accuracy& before, const coppice::metric::accuracy& after) {
    const std::string count = std::to_string(step.number) + "/" + std::to_string(step.steps);
    const std::string retrained =
        step.retrained ? "retrained at " + report::significant(step.rate, 3) : "not retrained";
    line(
        "  " + report::pad_left(count, 5) + "  " + report::pad_right(step.name, 14) +
        report::pad_left(report::percent(step.remaining, 1), 8) + " left   accuracy " +
        percent(before) + " -> " + percent(after) + "   " + report::pad_right(retrained, 24) +
        report::pad_left(report::duration(step.spent.total()), 8));
    log_.write(
        {{"event", "step"},
         {"recipe", recipe},
         {"seed", seed},
         {"step", step.number},
         {"steps", step.steps},
         {"block", step.name},
         {"remaining", step.remaining},
         {"size", to_json(step.size)},
         {"masked", to_json(step.masked)},
         {"before", to_json(before)},
         {"after", to_json(after)},
         {"retrained", step.retrained},
         {"rate", step.rate},
         {"seconds",
          {{"prune", step.spent.prune},
           {"evaluate", step.spent.evaluate},
           {"retrain", step.spent.retrain}}}});
}

void journal::tried(
    std::uint64_t seed, const std::string& settings, const coppice::tune::trial_report& trial) {
    line(
        "  tried " + settings + ": " + report::decimal(trial.found.drop, 2) + " points lost in " +
        report::duration(trial.found.seconds) + ", value " + report::decimal(trial.value, 3));
    log_.write(
        {{"event", "trial"},
         {"seed", seed},
         {"point", trial.point},
         {"values", trial.values},
         {"share", trial.share},
         {"seconds", trial.found.seconds},
         {"drop", trial.found.drop},
         {"value", trial.value}});
}

void journal::tuned(std::uint64_t seed, const std::string& settings, double seconds) {
    line("  tuned in " + report::duration(seconds) + ": " + settings);
    log_.write({{"event", "tuned"}, {"seed", seed}, {"settings", settings}, {"seconds", seconds}});
}

void journal::scanned(const sensitivity_scan& made) {
    for (std::size_t i = 0; i < made.names.size(); ++i) {
        nlohmann::json points = nlohmann::json::array();
        for (const auto& point : made.report.layers[i].points) {
            points.push_back(
                {{"ratio", point.ratio},
                 {"pruned", point.pruned},
                 {"validation", to_json(point.accuracy)}});
        }
        log_.write(
            {{"event", "sensitivity"},
             {"seed", made.seed},
             {"layer", made.names[i]},
             {"filters", made.report.layers[i].groups},
             {"original", to_json(made.report.original)},
             {"points", std::move(points)}});
    }
}

void journal::left_alone(
    const std::string& recipe, std::uint64_t seed, const std::string& layer,
    const std::string& reason) {
    log_.write(
        {{"event", "left_alone"},
         {"recipe", recipe},
         {"seed", seed},
         {"layer", layer},
         {"reason", reason}});
}

void journal::saved_backward(const std::string& recipe, std::uint64_t seed, double share) {
    line(
        "  with its frozen layers a backward pass does " + report::percent(share, 0) +
        " of the multiply-accumulates");
    log_.write({{"event", "backward"}, {"recipe", recipe}, {"seed", seed}, {"share", share}});
}

void journal::finished(const result& made) {
    log_.write(
        {{"event", "result"},
         {"recipe", made.recipe},
         {"seed", made.seed},
         {"test", to_json(made.test)},
         {"size", to_json(made.size)},
         {"masked", to_json(made.masked)},
         {"pruning_seconds", made.pruning_seconds},
         {"tuning_seconds", made.tuning_seconds},
         {"retrained", made.retrained},
         {"latency_masked", made.latency_masked},
         {"latency_shrunk", made.latency_shrunk},
         {"weights", made.weights}});
}

std::string journal::content() const {
    const std::vector<std::byte> bytes = coppice::checkpoint::read_file(log_.path().string());
    std::string text(bytes.size(), ' ');
    std::transform(bytes.begin(), bytes.end(), text.begin(), [](std::byte byte) {
        return std::to_integer<char>(byte);
    });
    return text;
}

} // namespace trainer
