#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "nn/gradient_check.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"
#include "nn/sanitized.hpp"
#include "nn/torch_losses.hpp"

namespace {

using namespace nn;

constexpr std::size_t classes = 10;

constexpr std::size_t most_steps = test::sanitized ? 3 : 100;

/// Weights drawn from their numbers as the recording draws them; batch norms and biases start as
/// everywhere.
void draw_weights(network& net) {
    std::size_t number = 0;
    for (std::size_t index = 0; index < net.nodes().size(); ++index) {
        for (parameter& one : net.parameters({index})) {
            if (one.role == parameter_role::weight) {
                const shape& extents = one.value.shape();
                const std::size_t fan_in = extents.size() / extents[0];
                one.value = test::random_tensor(
                    extents, number,
                    static_cast<float>(std::sqrt(6.0 / static_cast<double>(fan_in))));
            }
            number += one.trainable() ? 1 : 0;
        }
    }
}

TEST_CASE("the losses of the first training steps are PyTorch's") {
    for (const torch_recorded::training& one : torch_recorded::trainings) {
        const std::string name = one.model;
        CAPTURE(name);
        model made = make_model(one.model, one.image, classes, 1);
        draw_weights(made.net);
        sgd descent({.momentum = 0.9, .weight_decay = 1e-4});
        tensor gradient;
        std::vector<int> labels(one.batch);
        const std::size_t steps = std::min(most_steps, one.losses.size());
        for (std::size_t step = 0; step < steps; ++step) {
            CAPTURE(step);
            const std::size_t number = step % torch_recorded::batches;
            for (std::size_t image = 0; image < one.batch; ++image) {
                labels[image] = static_cast<int>((7 * image + number) % classes);
            }
            const tensor images = test::random_tensor(one.image.batch_of(one.batch), 1000 + number);
            const double loss =
                cross_entropy(made.net.forward(images, mode::training), labels, gradient);
            REQUIRE(std::abs(loss - one.losses[step]) < 1e-3);
            made.net.backward(gradient);
            descent.step(made.net, one.rate);
        }
    }
}

} // namespace
