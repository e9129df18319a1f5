#pragma once

#include "coppice/model/description.hpp"
#include "coppice/operation/activation.hpp"
#include "coppice/operation/add.hpp"
#include "coppice/operation/batch_norm.hpp"
#include "coppice/operation/convolution.hpp"
#include "coppice/operation/dense.hpp"
#include "coppice/operation/flatten.hpp"
#include "coppice/operation/global_pool.hpp"
#include "coppice/operation/pool.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace archetype {

/// The networks of torchvision for 3 x 224 x 224 and 1000 classes, described. Their memory is set
/// aside and not written: pages that nobody touches cost nothing.
class torchvision {
  public:
    coppice::model::description<float> model;

    /// A tensor of undefined numbers.
    coppice::view<float> make(const coppice::shape& extents) {
        tensors_.emplace_back(new float[static_cast<std::size_t>(extents.size())]);
        return {tensors_.back().get(), extents};
    }

  protected:
    using value = coppice::model::value;

    value relu(const value& x) { return model.add("relu", coppice::operation::activation{}, {x}); }

    value convolution(
        const std::string& name, const value& x, coppice::index filters, coppice::index kernel,
        coppice::index stride = 1, coppice::index groups = 1, bool bias = false) {
        const coppice::index channels = model.couplings().extent(x.channels) / groups;
        coppice::operation::convolution<float> layer{
            .weight = make({filters, channels, kernel, kernel}),
            .stride = stride,
            .padding = kernel / 2,
            .groups = groups};
        if (bias) {
            layer.bias = make({filters});
        }
        return model.add(name, layer, {x});
    }

    value normalised(
        const std::string& name, const value& x, coppice::index filters, coppice::index kernel,
        coppice::index stride = 1, coppice::index groups = 1) {
        const value y = convolution(name, x, filters, kernel, stride, groups);
        return model.add(
            name + ".bn",
            coppice::operation::batch_norm<float>{
                .scale = make({filters}),
                .shift = make({filters}),
                .running_mean = make({filters}),
                .running_variance = make({filters})},
            {y});
    }

    value dense(const std::string& name, const value& x, coppice::index out) {
        const coppice::index in = model.couplings().extent(x.channels);
        return model.add(
            name, coppice::operation::dense<float>{.weight = make({out, in}), .bias = make({out})},
            {x});
    }

    void classify(const value& x, coppice::index classes = 1000) {
        model.output(
            dense("fc", model.add("mean", coppice::operation::global_pool{}, {x}), classes));
    }

    /// A basic block or a bottleneck, with a projected shortcut where extents change.
    value block(
        const std::string& name, const value& x, coppice::index width, coppice::index stride,
        bool bottleneck) {
        const coppice::index out = bottleneck ? 4 * width : width;
        value y = x;
        if (bottleneck) {
            y = relu(normalised(name + ".conv1", y, width, 1));
            y = relu(normalised(name + ".conv2", y, width, 3, stride));
            y = normalised(name + ".conv3", y, out, 1);
        } else {
            y = relu(normalised(name + ".conv1", y, width, 3, stride));
            y = normalised(name + ".conv2", y, width, 3);
        }
        const bool projects = stride != 1 || model.couplings().extent(x.channels) != out;
        const value shortcut = projects ? normalised(name + ".downsample", x, out, 1, stride) : x;
        return relu(model.add(name + ".add", coppice::operation::add{}, {y, shortcut}));
    }

  private:
    std::vector<std::unique_ptr<float[]>> tensors_; // NOLINT(modernize-avoid-c-arrays)
};

/// ResNet-18 of basic blocks, ResNet-50 of bottlenecks.
class torchvision_resnet : public torchvision {
  public:
    explicit torchvision_resnet(const std::vector<int>& blocks, bool bottleneck) {
        value x = relu(normalised("conv1", model.input(3, {224, 224}), 64, 7, 2));
        x = model.add(
            "pool", coppice::operation::pool{.kernel = 3, .stride = 2, .padding = 1}, {x});
        coppice::index width = 64;
        for (std::size_t stage = 0; stage < blocks.size(); ++stage, width *= 2) {
            for (int number = 0; number < blocks[stage]; ++number) {
                const std::string name =
                    "layer" + std::to_string(stage + 1) + '.' + std::to_string(number);
                x = block(name, x, width, stage > 0 && number == 0 ? 2 : 1, bottleneck);
            }
        }
        classify(x);
    }
};

/// A CIFAR ResNet of depth 6 n + 2 for 3 x 32 x 32, in memory of the same kind.
class small_resnet : public torchvision {
  public:
    explicit small_resnet(int n) {
        value x = relu(normalised("stem", model.input(3, {32, 32}), 16, 3));
        coppice::index width = 16;
        for (int stage = 0; stage < 3; ++stage, width *= 2) {
            for (int number = 0; number < n; ++number) {
                const std::string name =
                    "stage" + std::to_string(stage) + '.' + std::to_string(number);
                x = block(name, x, width, stage > 0 && number == 0 ? 2 : 1, false);
            }
        }
        classify(x, 10);
    }
};

/// VGG-16 without normalisation.
class torchvision_vgg16 : public torchvision {
  public:
    torchvision_vgg16() {
        value x = model.input(3, {224, 224});
        int number = 0;
        for (const std::vector<coppice::index>& stage : std::vector<std::vector<coppice::index>>{
                 {64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}}) {
            for (const coppice::index width : stage) {
                x = relu(convolution("conv" + std::to_string(++number), x, width, 3, 1, 1, true));
            }
            x = model.add("pool", coppice::operation::pool{}, {x});
        }
        x = model.add("flatten", coppice::operation::flatten{}, {x});
        x = relu(dense("fc1", x, 4096));
        x = relu(dense("fc2", x, 4096));
        model.output(dense("fc3", x, 1000));
    }
};

class torchvision_mobilenet_v2 : public torchvision {
  public:
    torchvision_mobilenet_v2() {
        struct stage {
            coppice::index expansion;
            coppice::index width;
            int blocks;
            coppice::index stride;
        };
        value x = relu(normalised("stem", model.input(3, {224, 224}), 32, 3, 2));
        int number = 0;
        for (const stage& of : std::vector<stage>{
                 {1, 16, 1, 1},
                 {6, 24, 2, 2},
                 {6, 32, 3, 2},
                 {6, 64, 4, 2},
                 {6, 96, 3, 1},
                 {6, 160, 3, 2},
                 {6, 320, 1, 1}}) {
            for (int block = 0; block < of.blocks; ++block) {
                x = inverted(
                    "block" + std::to_string(++number), x, of.expansion, of.width,
                    block == 0 ? of.stride : 1);
            }
        }
        classify(relu(normalised("last", x, 1280, 1)));
    }

  private:
    value inverted(
        const std::string& name, const value& x, coppice::index expansion, coppice::index width,
        coppice::index stride) {
        const coppice::index in = model.couplings().extent(x.channels);
        const coppice::index hidden = expansion * in;
        value y = expansion > 1 ? relu(normalised(name + ".expand", x, hidden, 1)) : x;
        y = relu(normalised(name + ".depthwise", y, hidden, 3, stride, hidden));
        y = normalised(name + ".project", y, width, 1);
        return stride == 1 && in == width
                   ? model.add(name + ".add", coppice::operation::add{}, {x, y})
                   : y;
    }
};

} // namespace archetype
