#include "coppice/drive/sensitivity.hpp"

#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/drive/in_steps.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/kernel.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/geometric_median.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/step/by_layer.hpp"
#include "coppice/trigger/never.hpp"
#include "core/refusal.hpp"

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using coppice::compose;
using coppice::backend::eigen;
using coppice::backend::reference;
using coppice::drive::layer_sensitivity;
using coppice::drive::ratios_within;
using coppice::drive::sensitivity;
using coppice::drive::sensitivity_report;
using coppice::granularity::filter;

namespace {

/// A host whose accuracy is the share of its weights that are not zero.
class counting_host {
  public:
    using snapshot = std::vector<std::vector<float>>;

    explicit counting_host(const coppice::model::description<float>& model) : model_(model) {}

    coppice::metric::accuracy evaluate() {
        ++evaluations;
        if (evaluations == fails_at) {
            throw std::runtime_error("the power is gone");
        }
        coppice::metric::accuracy counted;
        for (int layer = 0; layer < static_cast<int>(model_.layers().size()); ++layer) {
            for (const float weight : values(layer)) {
                counted.correct += weight != 0 ? 1 : 0;
                ++counted.total;
            }
        }
        return counted;
    }

    [[nodiscard]] snapshot save() const {
        snapshot saved;
        for (const auto& parameter : model_.parameters()) {
            const auto& view = parameter.values;
            saved.emplace_back(view.data(), view.data() + view.size());
        }
        return saved;
    }

    void restore(const snapshot& saved) {
        for (std::size_t p = 0; p < saved.size(); ++p) {
            std::copy(saved[p].begin(), saved[p].end(), model_.parameters()[p].values.data());
        }
    }

    [[nodiscard]] coppice::index weights_of(int layer) const {
        return static_cast<coppice::index>(values(layer).size());
    }

    int evaluations = 0;
    int fails_at = 0;

  private:
    [[nodiscard]] std::span<const float> values(int layer) const {
        const auto& view = model_.weight(layer).values;
        return {view.data(), static_cast<std::size_t>(view.size())};
    }

    const coppice::model::description<float>& model_;
};

/// Trains nothing, and shows outputs.
struct showing_host : counting_host {
    using counting_host::counting_host;

    template <class Viewer>
    void calibrate(Viewer& viewer) {
        ++shown;
        for (const int layer : {0, 1}) {
            const coppice::index width = layer == 0 ? 300 : 100;
            std::vector<float> output(static_cast<std::size_t>(2 * width));
            for (std::size_t i = 0; i < output.size(); ++i) {
                output[i] = static_cast<float>(i % static_cast<std::size_t>(width));
            }
            viewer.add(layer, coppice::view<const float>(output.data(), {2, width}));
        }
    }

    int shown = 0;
};

const std::vector<double> some_ratios = {0, 0.25, 0.5, 0.75, 1};

/// What `drop` points of a hundred do to layer 0 of `layers` at ratios .1, .2, ...
sensitivity_report made_up(const std::vector<coppice::index>& correct) {
    sensitivity_report report{.original = {90, 100}};
    report.layers.push_back({.layer = 1, .groups = 10});
    double ratio = 0;
    for (const coppice::index answers : correct) {
        ratio += 0.1;
        report.layers.front().points.push_back({ratio, 1, {answers, 100}});
    }
    return report;
}

} // namespace

TEST_CASE_TEMPLATE(
    "each layer is pruned alone at each ratio, and never emptied", Backend, reference, eigen) {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    const auto made = sensitivity(compose(filter{}), net.model, host, Backend{}, some_ratios);
    CHECK(made.original.correct == made.original.total);
    REQUIRE(made.layers.size() == 2);
    REQUIRE(made.left_alone.size() == 1); // fc3, the output
    CHECK(made.left_alone[0].layer == 2);
    CHECK(made.seconds > 0);
    for (int layer = 0; layer < 2; ++layer) {
        const layer_sensitivity& found = made.layers[static_cast<std::size_t>(layer)];
        const coppice::index groups = layer == 0 ? 300 : 100;
        CHECK(found.layer == layer);
        CHECK(found.groups == groups);
        REQUIRE(found.points.size() == some_ratios.size());
        const std::vector<coppice::index> gone = {
            0, groups / 4, groups / 2, 3 * groups / 4, groups - 1};
        for (std::size_t i = 0; i < some_ratios.size(); ++i) {
            CHECK(found.points[i].ratio == some_ratios[i]);
            CHECK(found.points[i].pruned == gone[i]);
            const coppice::index row = host.weights_of(layer) / groups;
            CHECK(found.points[i].accuracy.correct == made.original.total - gone[i] * row);
        }
    }
    CHECK(host.evaluations == 1 + 2 * 4); // at a ratio of 0 there is nothing to evaluate
}

TEST_CASE("afterwards every weight and every mask is as it was, bit for bit") {
    const archetype::resnet net(1);
    counting_host host(net.model);
    const auto check = [&](const auto& recipe) {
        coppice::drive::pruner pruned(recipe, net.model, reference{});
        pruned.prune([](coppice::index groups, coppice::index) { return groups / 4; });
        pruned.apply();
        const auto saved = host.save();
        const auto masks = pruned.save();
        const auto made = sensitivity(recipe, pruned, host, {0.3, 0.6});
        CHECK(made.layers.size() == pruned.outcomes().size());
        CHECK(host.save() == saved);
        CHECK(pruned.save() == masks);

        host.fails_at = host.evaluations + 4;
        CHECK_THROWS_WITH_AS(
            static_cast<void>(sensitivity(recipe, pruned, host, {0.3, 0.6})), "the power is gone",
            std::runtime_error);
        CHECK(host.save() == saved);
        CHECK(pruned.save() == masks);
    };
    check(compose(filter{}));
    check(compose(filter{}, coppice::score::geometric_median{}));
    check(compose(coppice::granularity::kernel{}, coppice::score::l2{}));
    check(compose());
}

TEST_CASE("of a model that has been pruned, the ratio is of the groups left") {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    const auto recipe = compose(filter{});
    coppice::drive::pruner pruned(recipe, net.model, reference{});
    pruned.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    pruned.apply();
    const auto made = sensitivity(recipe, pruned, host, {0.1});
    CHECK(made.original.correct < made.original.total);
    CHECK(made.layers[0].groups == 150);
    CHECK(made.layers[0].points[0].pruned == 15);
    CHECK(made.layers[1].points[0].pruned == 5);
}

TEST_CASE("ratios that come to the same groups are evaluated once") {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    const auto made = sensitivity(
        compose(filter{}), net.model, host, reference{}, {0.5, 0.4999, 0.5, 0.001, 0.5});
    CHECK(host.evaluations == 1 + 2 + 2);
    CHECK(made.layers[0].points[2].accuracy == made.layers[0].points[0].accuracy);
    CHECK(made.layers[0].points[2].pruned == 150);
    CHECK(made.layers[0].points[1].ratio == 0.4999);
}

TEST_CASE("a selection that rounds has its way, and the scan says how many groups went") {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    const auto made = sensitivity(
        compose(filter{}, coppice::select::local{.multiple = 8}), net.model, host, reference{},
        {0.5});
    CHECK((300 - made.layers[0].points[0].pruned) % 8 == 0);
    const coppice::index row = host.weights_of(0) / 300;
    CHECK(
        made.layers[0].points[0].accuracy.correct ==
        made.original.total - made.layers[0].points[0].pruned * row);
}

TEST_CASE("a score of outputs is shown them once") {
    const archetype::lenet_300_100 net;
    showing_host host(net.model);
    const auto made = sensitivity(
        compose(filter{}, coppice::score::activation_mean{}), net.model, host, reference{},
        {0.5, 0.9});
    CHECK(host.shown == 1);
    CHECK(made.layers[0].points[1].pruned == 270);
}

TEST_CASE("a ratio outside [0, 1] is refused before anything is evaluated") {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    CHECK(refusal([&] {
              static_cast<void>(
                  sensitivity(compose(filter{}), net.model, host, reference{}, {0.5, 1.5}));
          }) == "sensitivity: ratio is 1.5; it must be in [0, 1]");
    CHECK(host.evaluations == 0);
}

TEST_CASE("the largest ratio within the tolerance is a layer's own") {
    CHECK(
        ratios_within(made_up({90, 89, 88, 70}), 3, 2) ==
        std::vector<double>{0, 0.1 + 0.1 + 0.1, 0});
    CHECK(ratios_within(made_up({90, 89, 88, 70}), 3, 1.99)[1] == 0.2);
    CHECK(ratios_within(made_up({80, 70}), 3, 2)[1] == 0);       // it loses more at every ratio
    CHECK(ratios_within(made_up({91, 80, 90}), 3, 0)[1] > 0.29); // accuracy need not fall evenly
}

TEST_CASE("tolerances out of range and scans of another model are refused") {
    CHECK(refusal([] {
              static_cast<void>(ratios_within(made_up({90}), 3, -1));
          }) == "drive::ratios_within: points is -1; it must be in [0, 100]");
    CHECK(
        refusal([] { static_cast<void>(ratios_within(made_up({90}), 1, 1)); }) ==
        "drive::ratios_within: layer in the scan is 1; it must be in [0, 1), one of the model's");
}

TEST_CASE("ratios of a scan go into a recipe, which prunes each layer by its own") {
    const archetype::lenet_300_100 net;
    counting_host host(net.model);
    const auto scanned = sensitivity(compose(filter{}), net.model, host, reference{}, some_ratios);
    // 266,200 weights: a quarter of fc1's are 58,800, of fc2's 7,500.
    const std::vector<double> ratios = ratios_within(scanned, 3, 23);
    CHECK(ratios == std::vector<double>{0.25, 1, 0});

    archetype::host trainer;
    trainer.layers = 3;
    const auto made = coppice::drive::in_steps(
        compose(filter{}, coppice::step::by_layer{.ratios = ratios}, coppice::trigger::never{}),
        net.model, trainer, reference{});
    CHECK(made.pruned.outcomes()[0].pruned == 75);
    CHECK(made.pruned.outcomes()[1].pruned == 99);
}
