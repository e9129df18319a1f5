// A host that keeps its own training loop: it describes its model once, and a session prunes along
// a schedule while it trains. The model is y = w2 relu(w1 x); the task is to add up eight numbers.

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <array>
#include <cstddef>
#include <iostream>
#include <random>
#include <vector>

namespace {

constexpr std::size_t inputs = 8;
constexpr std::size_t hidden = 32;

struct network {
    std::vector<float> w1 = std::vector<float>(hidden * inputs);
    std::vector<float> w2 = std::vector<float>(hidden);

    /// One step of gradient descent on (y - sum x)^2 / 2; returns the error before it.
    float train(const std::array<float, inputs>& x, float rate) {
        std::array<float, hidden> h{};
        float error = 0;
        for (std::size_t j = 0; j < hidden; ++j) {
            for (std::size_t i = 0; i < inputs; ++i) {
                h[j] += w1[j * inputs + i] * x[i];
            }
            h[j] = h[j] > 0 ? h[j] : 0;
            error += w2[j] * h[j];
        }
        for (const float number : x) {
            error -= number;
        }
        for (std::size_t j = 0; j < hidden; ++j) {
            const float back = h[j] > 0 ? error * w2[j] : 0;
            w2[j] -= rate * error * h[j];
            for (std::size_t i = 0; i < inputs; ++i) {
                w1[j * inputs + i] -= rate * back * x[i];
            }
        }
        return error;
    }
};

} // namespace

int main() {
    network net;
    std::mt19937 random(1);
    const auto number = [&random] { return static_cast<float>(random() % 2001) / 1000.0F - 1.0F; };
    for (float& weight : net.w1) {
        weight = number() / 2;
    }
    for (float& weight : net.w2) {
        weight = number() / 2;
    }

    // [own_loop]
    namespace op = coppice::operation;
    coppice::model::description<float> model;
    auto x = model.input(inputs);
    x = model.add("first", op::dense<float>{.weight = {net.w1.data(), {hidden, inputs}}}, {x});
    x = model.add("relu", op::activation{}, {x});
    x = model.add("second", op::dense<float>{.weight = {net.w2.data(), {1, hidden}}}, {x});
    model.output(x);

    const auto recipe = coppice::compose(
        coppice::schedule::one_cycle{.target = 0.8}, coppice::lr::constant{.base = 0.02});
    coppice::drive::session pruning(recipe, model, coppice::backend::eigen{});

    constexpr int steps = 4000;
    for (int step = 1; step <= steps; ++step) {
        const auto rate = static_cast<float>(pruning.rate());
        net.train(
            {number(), number(), number(), number(), number(), number(), number(), number()}, rate);
        pruning.after_step(static_cast<double>(step) / steps);
    }
    std::cout << 100 * pruning.pruned().sparsity() << "% of the weights are zero\n";
    // [/own_loop]
}
