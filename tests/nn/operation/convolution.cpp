#include "nn/operation/convolution.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

struct convolution_case {
    const char* name;
    image_shape input;
    convolution_options options;
};

const std::vector<convolution_case> cases{
    {"3x3", {3, 6, 5}, {.out = 4, .kernel = 3, .padding = 1, .bias = true}},
    {"3x3 without padding", {2, 5, 7}, {.out = 3, .kernel = 3}},
    {"3x3 with much padding", {2, 4, 3}, {.out = 3, .kernel = 3, .padding = 3}},
    {"1x1", {5, 4, 4}, {.out = 3}},
    {"1x1 stride 2", {3, 7, 6}, {.out = 4, .stride = 2}},
    {"3x3 stride 2", {3, 7, 6}, {.out = 4, .kernel = 3, .stride = 2, .padding = 1, .bias = true}},
    {"5x5 stride 3", {2, 9, 8}, {.out = 2, .kernel = 5, .stride = 3, .padding = 2}},
    {"2x2 stride 3, pixels unread", {2, 8, 7}, {.out = 2, .kernel = 2, .stride = 3}},
    {"kernel wider than the image", {2, 2, 1}, {.out = 2, .kernel = 5, .padding = 2}},
    {"groups", {4, 5, 5}, {.out = 6, .kernel = 3, .padding = 1, .groups = 2, .bias = true}},
    {"groups stride 2", {4, 5, 5}, {.out = 6, .kernel = 3, .stride = 2, .padding = 1, .groups = 2}},
    {"depthwise", {3, 5, 4}, {.out = 3, .kernel = 3, .padding = 1, .groups = 3, .bias = true}},
    {"depthwise stride 2",
     {3, 7, 7},
     {.out = 3, .kernel = 3, .stride = 2, .padding = 1, .groups = 3}},
    {"depthwise, two outputs a channel",
     {3, 5, 5},
     {.out = 6, .kernel = 3, .padding = 1, .groups = 3}},
};

/// The formula, pixel by pixel.
tensor convolved_by_hand(const node& self, const tensor& batch) {
    const tensor& weight = self.find(parameter_role::weight)->value;
    const parameter* bias = self.find(parameter_role::bias);
    const std::size_t images = batch.shape()[0];
    const std::size_t kernel = self.window.kernel;
    const std::size_t inputs = weight.shape()[1];
    const std::size_t group_outputs = self.output.channels / self.window.groups;
    tensor result(self.output.batch_of(images));
    std::size_t place = 0;
    for (std::size_t n = 0; n < images; ++n) {
        for (std::size_t o = 0; o < self.output.channels; ++o) {
            for (std::size_t y = 0; y < self.output.height; ++y) {
                for (std::size_t x = 0; x < self.output.width; ++x, ++place) {
                    double sum = bias == nullptr ? 0.0 : static_cast<double>(bias->value[o]);
                    for (std::size_t tap = 0; tap < inputs * kernel * kernel; ++tap) {
                        const std::size_t channel =
                            o / group_outputs * inputs + tap / (kernel * kernel);
                        const std::size_t row =
                            y * self.window.stride + tap / kernel % kernel - self.window.padding;
                        const std::size_t column =
                            x * self.window.stride + tap % kernel - self.window.padding;
                        if (row < self.input.height && column < self.input.width) {
                            const std::size_t pixel =
                                ((n * self.input.channels + channel) * self.input.height + row) *
                                    self.input.width +
                                column;
                            sum += static_cast<double>(
                                weight[o * inputs * kernel * kernel + tap] * batch[pixel]);
                        }
                    }
                    result[place] = static_cast<float>(sum);
                }
            }
        }
    }
    return result;
}

TEST_CASE("a convolution gives what its formula says") {
    for (const convolution_case& one : cases) {
        CAPTURE(one.name);
        network net(one.input, 3);
        const node_id id = net.convolution("conv", net.input(), one.options);
        if (one.options.bias) {
            auto& bias = net.get(id, parameter_role::bias).value;
            bias = test::random_tensor(bias.shape(), 5);
        }
        const tensor batch = test::random_tensor(one.input.batch_of(3), 1);
        const tensor expected = convolved_by_hand(net[id], batch);
        const tensor& found = net.forward(batch, mode::training);
        REQUIRE(found.shape() == expected.shape());
        for (std::size_t place = 0; place < found.size(); ++place) {
            REQUIRE(found[place] == doctest::Approx(expected[place]).epsilon(1e-4));
        }
    }
}

TEST_CASE("a convolution's gradients agree with finite differences") {
    for (const convolution_case& one : cases) {
        CAPTURE(one.name);
        network net(one.input, 3);
        net.convolution("conv", net.input(), one.options);
        const tensor batch = test::random_tensor(one.input.batch_of(3), 1);
        CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
    }
}

TEST_CASE("a convolution's weight gradient sums over more than one chunk of images") {
    network net({1, 2, 2}, 3);
    net.convolution("conv", net.input(), {.out = 2, .kernel = 2, .bias = true});
    const tensor batch = test::random_tensor({37, 1, 2, 2}, 1);
    CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
}

TEST_CASE("a convolution counts its multiply-accumulates") {
    network net({4, 8, 6});
    const node_id full =
        net.convolution("full", net.input(), {.out = 6, .kernel = 3, .stride = 2, .padding = 1});
    const node_id grouped = net.convolution("grouped", full, {.out = 4, .kernel = 3, .groups = 2});
    CHECK(net.macs(full) == 6 * 4 * 9 * (4 * 3));
    CHECK(net.macs(grouped) == 4 * 3 * 9 * (2 * 1));
    CHECK(net.macs() == net.macs(full) + net.macs(grouped));
}

TEST_CASE("a convolution refuses what does not fit") {
    network net({4, 8, 8});
    CHECK_THROWS_WITH_AS(
        net.convolution("conv", net.input(), {.out = 6, .kernel = 3, .groups = 3}),
        "conv: weight is 6x1x3x3, expected 3 groups to divide its 6 outputs and its 4 inputs",
        std::invalid_argument);
    CHECK_THROWS_WITH_AS(
        net.convolution("conv", net.input(), {.out = 6, .kernel = 9}),
        "conv: a window of 9 with padding 0 and stride 1 does not fit its input of 4x8x8",
        std::invalid_argument);
    CHECK_THROWS_AS(net.convolution("conv", net.input(), {.out = 0}), std::invalid_argument);
    CHECK(net.nodes().size() == 1);
}

} // namespace
