// The examples of docs/policies/freeze.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using examples::print;

namespace {

/// A rehearsal whose outcome is known. A driver stages one with the host's model and trainer.
class rehearsal {
  public:
    using layers_weights = std::vector<std::vector<float>>;

    rehearsal(layers_weights before, layers_weights after)
        : weights_(std::move(before)), after_(std::move(after)) {
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            layers_.push_back(static_cast<int>(i));
        }
    }

    [[nodiscard]] const std::vector<int>& layers() const { return layers_; }
    [[nodiscard]] static std::string name(int layer) { return "layer " + std::to_string(layer); }
    [[nodiscard]] coppice::grouped<const float> weights(int layer) const {
        const std::vector<float>& values = weights_[static_cast<std::size_t>(layer)];
        return coppice::whole(coppice::view<const float>(
            values.data(), {static_cast<coppice::index>(values.size())}));
    }
    [[nodiscard]] coppice::backend::eigen& backend() { return backend_; }
    void prune() {}
    void train(double /*rate*/) { weights_ = after_; }

  private:
    layers_weights weights_;
    layers_weights after_;
    std::vector<int> layers_;
    coppice::backend::eigen backend_;
};

void none() {
    // [none]
    const coppice::freeze::none freeze;
    std::cout << (freeze.probes ? "a rehearsal" : "no rehearsal") << ", everything trains\n";
    // [/none]
}

void first_layers() {
    // [first_layers]
    const std::vector<std::vector<float>> weights(5, {1, 2});
    rehearsal nothing(weights, weights);
    print("frozen of five", coppice::freeze::first_layers{.share = 0.3}.choose(nothing));
    // [/first_layers]
}

void weight_shift() {
    // [weight_shift]
    using coppice::freeze::shift;
    using coppice::freeze::weight_shift;
    const std::vector<std::vector<float>> before = {{3, 4}, {6, 8}, {1, 1}};
    const std::vector<std::vector<float>> after = {
        {3.3F, -4.1F}, // norm: |7.4 - 7| / 5 = 0.08      weights: (0.3 + 8.1) / 5 = 1.68
        {6.5F, 8},     // norm: |14.5 - 14| / 10 = 0.05   weights: 0.5 / 10 = 0.05
        {1.5F, 0.5F},  // norm: |2 - 2| / 1.41 = 0        weights: (0.5 + 0.5) / 1.41 = 0.71
    };

    rehearsal first(before, after); // in a real run the driver stages it with the host's trainer
    print("frozen by norm", weight_shift{.share = 0.3}.choose(first));
    rehearsal second(before, after);
    print("by weights", weight_shift{.share = 0.3, .measure = shift::weights}.choose(second));
    // [/weight_shift]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
        {"first_layers", first_layers},
        {"weight_shift", weight_shift},
    });
}
