#include "coppice/freeze/weight_shift.hpp"

#include "coppice/backend/eigen.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using coppice::freeze::shift;
using coppice::freeze::weight_shift;

namespace {

/// A rehearsal over layers of two weights each, with a training that a test makes up.
struct probe {
    std::vector<std::vector<float>> layers_weights;
    std::function<void(std::vector<std::vector<float>>&)> training = [](auto&) {};
    std::function<void(std::vector<std::vector<float>>&)> pruning = [](auto&) {};
    std::vector<int> numbers = {};
    coppice::backend::eigen worker = {};
    double rate = 0;

    const std::vector<int>& layers() {
        numbers.clear();
        for (std::size_t i = 0; i < layers_weights.size(); ++i) {
            numbers.push_back(static_cast<int>(i) + 10);
        }
        return numbers;
    }
    static std::string name(int layer) { return "layer " + std::to_string(layer); }
    coppice::grouped<const float> weights(int layer) {
        const auto& values = layers_weights[static_cast<std::size_t>(layer - 10)];
        return whole(coppice::view<const float>(
            values.data(), {static_cast<coppice::index>(values.size())}));
    }
    coppice::backend::eigen& backend() { return worker; }
    void prune() { pruning(layers_weights); }
    void train(double at) {
        rate = at;
        training(layers_weights);
    }
};

static_assert(coppice::freeze::probe<probe>);
static_assert(coppice::freeze::policy<weight_shift>);

} // namespace

TEST_CASE("a layer's score is its change of L1 norm over its original L2 norm") {
    // |7.4 - 7| / 5 = 0.08 for (3, 4) -> (3.3, -4.1); the other layers lie a little to either side.
    probe staged{{{3, 4}, {10, 0}, {10, 0}}};
    staged.training = [](auto& weights) {
        weights[0] = {3.3F, -4.1F};
        weights[1] = {10.7999F, 0};
        weights[2] = {10.8001F, 0};
    };
    CHECK(weight_shift{.share = 1}.choose(staged) == std::vector{11, 10, 12});
}

TEST_CASE("movements cancel in the norm and add up in the weights") {
    const auto frozen = [](shift measure) {
        probe staged{{{1, 1}, {1, 1}}};
        staged.training = [](auto& weights) {
            weights[0] = {1.5F, 0.5F}; // the norm stays
            weights[1] = {1.1F, 1.1F};
        };
        return weight_shift{.share = 0.5, .measure = measure}.choose(staged);
    };
    CHECK(frozen(shift::norm) == std::vector{10});
    CHECK(frozen(shift::weights) == std::vector{11});
}

TEST_CASE("the shift counts from after pruning, the norm from before") {
    probe staged{{{3, 4}, {3, 4}}};
    staged.pruning = [](auto& weights) { weights[0] = {0, 4}; };
    staged.training = [](auto& weights) {
        weights[0] = {0, 4.1F};
        weights[1] = {3, 4.2F};
    };
    CHECK(weight_shift{.share = 0.5, .rate = 0.25}.choose(staged) == std::vector{10});
    CHECK(staged.rate == 0.25);
}

TEST_CASE("ceil(share n) layers are frozen, ties in forward order") {
    const auto frozen = [](double share) {
        probe staged{{{1, 1}, {1, 1}, {1, 1}}};
        return weight_shift{.share = share}.choose(staged);
    };
    CHECK(frozen(0).empty());
    CHECK(frozen(0.3) == std::vector{10});
    CHECK(frozen(0.34) == std::vector{10, 11});
    CHECK(frozen(1) == std::vector{10, 11, 12});
}

TEST_CASE("a layer of zeros has no measure of shift") {
    probe staged{{{0, 0}}};
    CHECK_THROWS_WITH_AS(
        static_cast<void>(weight_shift{}.choose(staged)),
        "layer 10: L2 norm of the weights is 0; it must be above 0 to measure how far they shift",
        coppice::error);
}

TEST_CASE("numbers outside their range are refused") {
    CHECK_THROWS_WITH_AS(
        weight_shift{.share = 1.5}.validate(),
        "freeze::weight_shift: share is 1.5; it must be in [0, 1]", coppice::error);
    CHECK_THROWS_AS(weight_shift{.rate = 0}.validate(), coppice::error);
}

TEST_CASE("where no layer is to be frozen nothing is rehearsed") {
    probe staged{{{3, 4}, {0, 0}}};
    bool rehearsed = false;
    staged.training = [&](auto&) { rehearsed = true; };
    CHECK(weight_shift{.share = 0}.choose(staged).empty());
    CHECK_FALSE(rehearsed);
}
