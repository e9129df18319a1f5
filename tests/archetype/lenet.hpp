#pragma once

#include "archetype/host.hpp"
#include "archetype/storage.hpp"
#include "coppice/model/description.hpp"
#include "coppice/operation/activation.hpp"
#include "coppice/operation/convolution.hpp"
#include "coppice/operation/dense.hpp"
#include "coppice/operation/flatten.hpp"
#include "coppice/operation/pool.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace archetype {

/// A chain of layers with biases and a ReLU after each but the last.
class chain {
  public:
    storage memory;
    coppice::model::description<float> model;

  protected:
    using value = coppice::model::value;

    value dense(const std::string& name, const value& x, coppice::index out) {
        const coppice::index in = model.couplings().extent(x.channels);
        return model.add(
            name,
            coppice::operation::dense<float>{
                .weight = memory.make({out, in}), .bias = memory.make({out})},
            {x});
    }
    value convolution(const std::string& name, const value& x, coppice::index out) {
        const coppice::index in = model.couplings().extent(x.channels);
        return model.add(
            name,
            coppice::operation::convolution<float>{
                .weight = memory.make({out, in, 3, 3}), .bias = memory.make({out}), .padding = 1},
            {x});
    }
    value relu(const value& x) { return model.add("relu", coppice::operation::activation{}, {x}); }
};

/// Three dense layers, the last of ten classes.
class three_dense : public chain {
  protected:
    three_dense(coppice::index inputs, coppice::index first, coppice::index second) {
        value x = model.input(inputs);
        x = relu(dense("fc1", x, first));
        x = relu(dense("fc2", x, second));
        model.output(dense("fc3", x, 10));
    }
};

/// LeNet-300-100 for 28 x 28: 266,610 parameters.
class lenet_300_100 : public three_dense {
  public:
    lenet_300_100() : three_dense(784, 300, 100) {}
};

/// The same a hundred times smaller, for what goes through many rounds.
class little_lenet : public three_dense {
  public:
    little_lenet() : three_dense(78, 30, 10) {}
};

/// "LeNet-5" of the papers, for 3 x 32 x 32: 4,301,642 parameters.
class conv_2 : public chain {
  public:
    conv_2() {
        value x = model.input(3, {32, 32});
        x = relu(convolution("conv1", x, 64));
        x = relu(convolution("conv2", x, 64));
        x = model.add("pool", coppice::operation::pool{.kernel = 2, .stride = 2}, {x});
        x = model.add("flatten", coppice::operation::flatten{}, {x});
        x = relu(dense("fc1", x, 256));
        x = relu(dense("fc2", x, 256));
        model.output(dense("fc3", x, 10));
    }
};

/// Goes back to epochs, and shows outputs: two images, of which filter j of every layer puts out
/// `output(layer, j)` each.
struct rewinding_host : host {
    explicit rewinding_host(const coppice::model::description<float>& described)
        : model(&described) {}

    const coppice::model::description<float>* model;
    std::vector<int> rewound;
    std::function<void()> rewind_weights = [] {};
    std::function<float(int, coppice::index)> output = [](int, coppice::index filter) {
        return static_cast<float>(filter);
    };
    std::vector<int> shown;

    void rewind(int epoch) {
        calls.emplace_back("rewind");
        rewound.push_back(epoch);
        rewind_weights();
    }

    template <class Viewer>
    void calibrate(Viewer& viewer) {
        calls.emplace_back("calibrate");
        shown.clear();
        for (int layer = 0; layer < static_cast<int>(model->layers().size()); ++layer) {
            if (!viewer.wants(layer)) {
                continue;
            }
            shown.push_back(layer);
            const coppice::index filters = model->weight(layer).values.extent(0);
            std::vector<float> values;
            for (int image = 0; image < 2; ++image) {
                for (coppice::index filter = 0; filter < filters; ++filter) {
                    values.push_back(output(layer, filter));
                }
            }
            viewer.add(layer, coppice::view<const float>(values.data(), {2, filters}));
        }
    }
};

} // namespace archetype
