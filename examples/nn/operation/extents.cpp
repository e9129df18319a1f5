#include "nn/operation/extents.hpp"

#include <stdexcept>
#include <string>

namespace nn {
namespace {

[[noreturn]] void
reject(const node& self, parameter_role role, const shape& found, const std::string& expected) {
    throw std::invalid_argument(
        self.name + ": " + to_string(role) + " is " + to_string(found) + ", expected " + expected);
}

/// The extents of the parameter of this role. Throws where it has another rank or an extent of
/// zero.
const shape& extents_of(const node& self, parameter_role role, std::size_t rank) {
    const shape& found = self.find(role)->value.shape();
    if (found.rank() != rank || found.size() == 0) {
        reject(self, role, found, "rank " + std::to_string(rank) + " and no empty axis");
    }
    return found;
}

void expect_extents(const node& self, parameter_role role, const shape& expected) {
    const shape& found = self.find(role)->value.shape();
    if (found != expected) {
        reject(self, role, found, to_string(expected));
    }
}

/// The output of the node's window over its input. Throws where it never fits.
image_shape slide_window(const node& self) {
    const image_shape output{
        self.input.channels, self.window.output_extent(self.input.height),
        self.window.output_extent(self.input.width)};
    if (output.size() == 0) {
        throw std::invalid_argument(
            self.name + ": a window of " + std::to_string(self.window.kernel) + " with padding " +
            std::to_string(self.window.padding) + " and stride " +
            std::to_string(self.window.stride) + " does not fit its input of " +
            to_string(self.input));
    }
    return output;
}

image_shape convolution_output(node& self) {
    const shape weight = extents_of(self, parameter_role::weight, 4);
    const std::size_t out = weight[0];
    if (self.window.depthwise) {
        self.window.groups = self.input.channels;
    }
    const std::size_t groups = self.window.groups;
    if (groups == 0 || self.input.channels % groups != 0 || out % groups != 0) {
        throw std::invalid_argument(
            self.name + ": weight is " + to_string(weight) + ", expected " +
            std::to_string(groups) + " groups to divide its " + std::to_string(out) +
            " outputs and its " + std::to_string(self.input.channels) + " inputs");
    }
    self.window.kernel = weight[2];
    expect_extents(
        self, parameter_role::weight,
        {out, self.input.channels / groups, self.window.kernel, self.window.kernel});
    if (self.find(parameter_role::bias) != nullptr) {
        expect_extents(self, parameter_role::bias, {out});
    }
    image_shape output = slide_window(self);
    output.channels = out;
    return output;
}

image_shape dense_output(const node& self) {
    if (self.input.plane() != 1) {
        throw std::invalid_argument(
            self.name + ": input is " + to_string(self.input) + ", expected a flat one");
    }
    const std::size_t out = extents_of(self, parameter_role::weight, 2)[0];
    expect_extents(self, parameter_role::weight, {out, self.input.channels});
    expect_extents(self, parameter_role::bias, {out});
    return {out, 1, 1};
}

image_shape batch_norm_output(const node& self) {
    for (const parameter& one : self.parameters) {
        expect_extents(self, one.role, {self.input.channels});
    }
    return self.input;
}

image_shape max_pool_output(const node& self) {
    if (2 * self.window.padding > self.window.kernel) {
        throw std::invalid_argument(
            self.name + ": padding is " + std::to_string(self.window.padding) +
            ", expected at most half the kernel of " + std::to_string(self.window.kernel));
    }
    return slide_window(self);
}

image_shape add_output(const node& self, const image_shape& second) {
    if (second != self.input) {
        throw std::invalid_argument(
            self.name + ": its second input is " + to_string(second) + ", expected " +
            to_string(self.input) + " like its first");
    }
    return self.input;
}

image_shape output_of(node& self, std::span<const image_shape> inputs) {
    switch (self.kind) {
    case node_kind::convolution:
        return convolution_output(self);
    case node_kind::dense:
        return dense_output(self);
    case node_kind::batch_norm:
        return batch_norm_output(self);
    case node_kind::max_pool:
        return max_pool_output(self);
    case node_kind::average_pool:
        return slide_window(self);
    case node_kind::global_average_pool:
        return {self.input.channels, 1, 1};
    case node_kind::flatten:
        return {self.input.size(), 1, 1};
    case node_kind::add:
        return add_output(self, inputs[1]);
    case node_kind::input:
    case node_kind::relu:
    case node_kind::relu6:
        break;
    }
    return self.input;
}

} // namespace

void derive_extents(node& self, std::span<const image_shape> inputs) {
    self.input = inputs[0];
    self.output = output_of(self, inputs);
}

std::size_t count_macs(const node& self) {
    if (self.kind != node_kind::convolution && self.kind != node_kind::dense) {
        return 0;
    }
    return self.find(parameter_role::weight)->value.size() * self.output.plane();
}

} // namespace nn
