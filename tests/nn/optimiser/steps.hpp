#pragma once

#include <initializer_list>
#include <vector>

#include "nn/device/device.hpp"
#include "nn/network.hpp"
#include "nn/optimiser/optimiser.hpp"

namespace nn::test {

/// A network of one weight.
inline network single_weight(float value) {
    network net({1, 1, 1});
    const node_id id = net.convolution("conv", net.input(), {.out = 1});
    net.get(id, parameter_role::weight).value.fill(value);
    return net;
}

/// The weight after each step along these gradients.
inline std::vector<float> weights_after(
    optimiser& tested, network& net, std::initializer_list<float> gradients, double rate) {
    std::vector<float> weights;
    parameter& weight = net.get(net.find("conv"), parameter_role::weight);
    for (const float gradient : gradients) {
        weight.gradient.fill(gradient);
        tested.step(net, rate);
        current_device().wait();
        weights.push_back(weight.value[0]);
    }
    return weights;
}

} // namespace nn::test
