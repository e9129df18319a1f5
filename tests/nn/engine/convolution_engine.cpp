#include "nn/engine/convolution_engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

constexpr std::size_t lanes = 2;

struct results {
    tensor output;
    tensor input_gradient;
    tensor weight_gradient;
};

/// Three parts of a batch: two in the first lane, one in the second.
results run(convolution_engine& tested, const convolution_problem& problem) {
    const geometry& window = problem.window;
    const std::size_t images = problem.images;
    const shape weights{
        problem.output.channels, problem.group_inputs(), window.kernel, window.kernel};
    const tensor weight = test::random_tensor(weights, 1);
    const tensor bias = test::random_tensor({problem.output.channels}, 2);
    results found{
        tensor(problem.output.batch_of(images)), tensor(problem.input.batch_of(images)),
        tensor(weights)};
    step_memory memory;
    for (std::size_t pass = 0; pass < 2; ++pass) {
        memory.start();
        tested.take_forward_weights(weight.data(), memory);
        tested.take_backward_weights(weight.data(), memory);
        tested.clear_weight_gradient(memory);
        found.weight_gradient.fill(0.0F);
        for (std::size_t part = 0; part < 3; ++part) {
            const tensor x = test::random_tensor(problem.input.batch_of(images), 3 + part);
            const tensor dy = test::random_tensor(problem.output.batch_of(images), 6 + part);
            tested.forward(x.data(), problem.bias ? bias.data() : nullptr, found.output.data());
            tested.input_gradient(dy.data(), found.input_gradient.data());
            tested.add_weight_gradient(part / 2, x.data(), dy.data());
        }
        tested.give_weight_gradient(found.weight_gradient.data());
    }
    return found;
}

/// The largest difference, relative to the largest number.
double difference(const tensor& found, const tensor& expected) {
    double worst = 0.0;
    double largest = 0.0;
    for (std::size_t place = 0; place < found.size(); ++place) {
        const auto wanted = static_cast<double>(expected[place]);
        worst = std::max(worst, std::abs(static_cast<double>(found[place]) - wanted));
        largest = std::max(largest, std::abs(wanted));
    }
    return worst / largest;
}

convolution_problem
problem_of(const image_shape& input, std::size_t out, const geometry& window, bool bias) {
    const image_shape output{
        out, window.output_extent(input.height), window.output_extent(input.width)};
    return {2, input, output, window, bias};
}

void check_against_eigen(
    const convolution_problem& problem, std::unique_ptr<convolution_engine> (*make)(
                                            const convolution_problem&, std::size_t, std::size_t)) {
    CAPTURE(problem.input.channels);
    CAPTURE(problem.output.channels);
    CAPTURE(problem.window.padding);
    const results expected = run(*make_eigen_engine(problem, 1, lanes), problem);
    const results found = run(*make(problem, 1, lanes), problem);
    CHECK(difference(found.output, expected.output) < 1e-5);
    CHECK(difference(found.input_gradient, expected.input_gradient) < 1e-5);
    CHECK(difference(found.weight_gradient, expected.weight_gradient) < 1e-5);
}

TEST_CASE("oneDNN computes what Eigen computes") {
#ifdef NN_ONEDNN
    for (const convolution_problem& one :
         {problem_of({3, 9, 8}, 16, {.kernel = 3, .padding = 1}, true),
          problem_of({16, 8, 8}, 32, {.kernel = 3, .stride = 2, .padding = 1}, false),
          problem_of({13, 7, 9}, 21, {.kernel = 3, .padding = 1}, false),
          problem_of({24, 5, 5}, 10, {}, true),
          problem_of({40, 6, 6}, 40, {.kernel = 3, .padding = 1, .groups = 40}, false),
          problem_of({19, 7, 7}, 19, {.kernel = 3, .stride = 2, .padding = 1, .groups = 19}, true),
          problem_of({8, 6, 6}, 12, {.kernel = 3, .padding = 1, .groups = 4}, false),
          problem_of({6, 11, 10}, 4, {.kernel = 5, .stride = 3, .padding = 2}, true),
          problem_of({4, 1, 1}, 3, {.kernel = 3, .padding = 1}, false)}) {
        check_against_eigen(one, make_onednn_engine);
    }
#else
    MESSAGE("skipped: this build has no oneDNN");
#endif
}

TEST_CASE("Winograd's algorithm computes what Eigen computes") {
    for (std::size_t padding = 0; padding <= 2; ++padding) {
        for (const convolution_problem& one :
             {problem_of({16, 8, 6}, 40, {.kernel = 3, .padding = padding}, true),
              problem_of({37, 7, 9}, 21, {.kernel = 3, .padding = padding}, false),
              problem_of({3, 3, 4}, 2, {.kernel = 3, .padding = padding}, true),
              problem_of({8, 24, 22}, 8, {.kernel = 3, .padding = padding}, false)}) {
            check_against_eigen(one, make_winograd_engine);
        }
    }
    check_against_eigen(
        problem_of({32, 1, 1}, 24, {.kernel = 3, .padding = 1}, false), make_winograd_engine);
}

} // namespace
