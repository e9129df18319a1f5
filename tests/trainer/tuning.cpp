#include "trainer/tuning.hpp"

#include "core/refusal.hpp"
#include "sample.hpp"
#include "trainer/options.hpp"

#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

const trainer::data_split& images() {
    static const trainer::data_split split = sample::split(12);
    return split;
}

nn::model network() {
    return nn::make_model("resnet8", {1, 12, 12}, 4, 1);
}

trainer::host_options training() {
    return {.batch_size = 8, .seed = 3};
}

trainer::tuning_options three_trials() {
    return {.search = {.trials = 3, .seed = 1}, .training_images = 16, .validation_images = 12};
}

constexpr auto nobody = [](const std::string&, const coppice::tune::trial_report&) {};

} // namespace

TEST_CASE("by default tuning takes the paper's share of the images, and its number of trials") {
    CHECK(trainer::options{}.tuning_share == 0.02);
    CHECK(trainer::options{}.tuning_trials == 6);
}

TEST_CASE("tuning tries points of the grid and takes the best of them, its time counted") {
    const nn::model dense = network();
    const nn::network_state weights = dense.net.state();
    std::vector<std::string> told;
    const trainer::tuned found = trainer::tune_ice_pick(
        dense, images(), training(), {}, three_trials(),
        [&](const std::string& name, const coppice::tune::trial_report&) { told.push_back(name); });
    REQUIRE(found.report.trials.size() == 3);
    CHECK(std::set<std::string>(told.begin(), told.end()).size() == 3);
    CHECK(found.naive_seconds > 0);
    CHECK(found.seconds >= found.report.seconds);
    const auto best = coppice::tune::ice_pruning::settings(found.report.winner().values);
    CHECK(found.best.threshold == best.threshold.points);
    CHECK(found.best.frozen == best.freezing.share);
    CHECK(found.best.base == best.rate.base);
    CHECK(found.best.midpoint == best.rate.midpoint);
    CHECK(found.best.shape == best.rate.shape);
    CHECK(found.best.change == best.rate.change);
    CHECK(found.best.ratio == trainer::recipe_options{}.ratio);
    for (const coppice::tune::trial_report& trial : found.report.trials) {
        const double expected = trial.found.seconds / found.naive_seconds +
                                (trial.found.drop > 0 ? trial.found.drop : 0);
        CHECK(trial.value == doctest::Approx(expected));
        CHECK(found.report.winner().value <= trial.value);
    }
    // The dense network is pruned in copies alone.
    CHECK((dense.net.state() == weights));
}

TEST_CASE("the same seed tries the same points on the same images") {
    const auto drops = [] {
        const trainer::tuned found =
            trainer::tune_ice_pick(network(), images(), training(), {}, three_trials(), nobody);
        std::vector<std::pair<coppice::index, double>> all;
        for (const coppice::tune::trial_report& trial : found.report.trials) {
            all.emplace_back(trial.point, trial.found.drop);
        }
        return all;
    };
    CHECK(drops() == drops());
}

TEST_CASE("a part larger than the whole, and an empty one, are refused") {
    const auto refused = [](std::size_t training_images, std::size_t validation_images) {
        return refusal([&] {
            trainer::tuning_options how = three_trials();
            how.training_images = training_images;
            how.validation_images = validation_images;
            static_cast<void>(
                trainer::tune_ice_pick(network(), images(), training(), {}, how, nobody));
        });
    };
    CHECK(
        refused(64, 12) ==
        "tuning: number of training images is 64; it must be in [1, 64), part of those there are");
    CHECK(
        refused(16, 0) ==
        "tuning: number of validation images is 0; it must be in [1, 24), part of those there are");
}
