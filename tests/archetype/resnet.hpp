#pragma once

#include "archetype/storage.hpp"
#include "coppice/model/description.hpp"
#include "coppice/operation/activation.hpp"
#include "coppice/operation/add.hpp"
#include "coppice/operation/batch_norm.hpp"
#include "coppice/operation/convolution.hpp"
#include "coppice/operation/dense.hpp"
#include "coppice/operation/global_pool.hpp"

#include <string>

namespace archetype {

/// The description of a CIFAR ResNet of depth 6 n + 2 for 3 x 32 x 32, with projected shortcuts.
class resnet {
  public:
    explicit resnet(int n) {
        value x = model.input(3, {32, 32});
        x = relu(normalised_convolution("stem", x, 16, 3, 1));
        coppice::index width = 16;
        for (int stage = 1; stage <= 3; ++stage, width *= 2) {
            for (int number = 1; number <= n; ++number) {
                const std::string name =
                    "stage" + std::to_string(stage) + ".block" + std::to_string(number);
                x = block(name, x, width, stage > 1 && number == 1 ? 2 : 1);
            }
        }
        x = model.add("pool", coppice::operation::global_pool{}, {x});
        x = model.add(
            "fc",
            coppice::operation::dense<float>{
                .weight = memory.make({10, 64}), .bias = memory.make({10})},
            {x});
        model.output(x);
    }

    storage memory;
    coppice::model::description<float> model;

  private:
    using value = coppice::model::value;

    value relu(const value& x) { return model.add("relu", coppice::operation::activation{}, {x}); }

    value normalised_convolution(
        const std::string& name, const value& x, coppice::index filters, coppice::index kernel,
        coppice::index stride) {
        const coppice::index channels = model.couplings().extent(x.channels);
        const value y = model.add(
            name,
            coppice::operation::convolution<float>{
                .weight = memory.make({filters, channels, kernel, kernel}),
                .stride = stride,
                .padding = kernel / 2},
            {x});
        return model.add(
            name + ".bn",
            coppice::operation::batch_norm<float>{
                .scale = memory.make({filters}),
                .shift = memory.make({filters}),
                .running_mean = memory.make({filters}),
                .running_variance = memory.make({filters})},
            {y});
    }

    value
    block(const std::string& name, const value& x, coppice::index width, coppice::index stride) {
        value y = relu(normalised_convolution(name + ".conv1", x, width, 3, stride));
        y = normalised_convolution(name + ".conv2", y, width, 3, 1);
        value shortcut = x;
        if (stride != 1 || model.couplings().extent(x.channels) != width) {
            shortcut = normalised_convolution(name + ".shortcut", x, width, 1, stride);
        }
        model.add_block(name, {name + ".conv1", name + ".conv2"});
        return relu(model.add(name + ".add", coppice::operation::add{}, {y, shortcut}));
    }
};

} // namespace archetype
