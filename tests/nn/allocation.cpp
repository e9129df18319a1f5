#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include "heap.hpp"
#include "nn/gradient_check.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/models/resnet.hpp"
#include "nn/optimiser/nadam.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

template <class Optimiser>
std::size_t allocations_of_later_steps() {
    model made = resnet(8, {1, 9, 8}, 3, 1);
    Optimiser tested;
    const tensor batch = test::random_tensor({5, 1, 9, 8}, 1);
    const tensor rest = test::random_tensor({2, 1, 9, 8}, 1);
    const std::array labels{0, 1, 2, 0, 1};
    tensor gradient;
    const auto step = [&](const tensor& images) {
        const tensor& logits = made.net.forward(images, mode::training);
        const std::span<const int> known(labels);
        cross_entropy(logits, known.first(logits.shape()[0]), gradient);
        made.net.backward(gradient);
        tested.step(made.net, 0.01);
    };
    step(batch);
    const std::size_t before = heap::allocations();
    step(rest);
    step(batch);
    made.net.freeze(made.blocks[0].layers[0], true);
    step(batch);
    return heap::allocations() - before;
}

TEST_CASE("a training step allocates nothing once it saw its largest batch") {
    CHECK(allocations_of_later_steps<sgd>() == 0);
    CHECK(allocations_of_later_steps<nadam>() == 0);
}

} // namespace
