#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/accelerator/buffer.hpp"
#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/layout.hpp"
#include "nn/accelerator/pixels.hpp"
#include "nn/accelerator/sums.hpp"
#include "nn/accelerator/windows.hpp"
#include "nn/node.hpp"

namespace nn {

/// Where the backward step of an operation reads and writes.
struct accelerated_gradients {
    const float* x = nullptr;
    const float* dy = nullptr;
    /// To be overwritten; null where nobody needs it.
    float* dx = nullptr;
    /// Whether to overwrite the gradients of the node's parameters.
    bool parameters = false;
};

/// How a device computes a node that mixes pixels or channels, on a whole batch.
template <accelerator Accelerator>
class accelerated_operation {
  public:
    /// Room for a batch.
    void resize(Accelerator& on, const node& self, std::size_t images) {
        images_ = images;
        if (self.kind == node_kind::max_pool) {
            winners_.grow(on.own_memory(), images * self.output.size(), self.name);
        } else if (self.kind == node_kind::convolution) {
            const std::size_t size = self.find(parameter_role::weight)->value.size();
            if (reorders(self)) {
                weights_.grow(on.own_memory(), size, self.name);
                weight_gradient_.grow(on.own_memory(), size, self.name);
            }
            if (turns(self)) {
                turned_.grow(on.own_memory(), size, self.name);
            }
        }
    }

    /// Adds what has to be done before `forward`.
    void
    prepare_forward(const node& self, std::vector<reordered<put_channels_last>>& orders) const {
        if (self.kind == node_kind::convolution && reorders(self)) {
            const tensor& weight = self.find(parameter_role::weight)->value;
            orders.push_back(
                {weight.size(),
                 {weight.data(), taps_of(weight), by(weight.shape()[1]), weights_.data()}});
        }
    }

    /// And before a `backward` that gives the input's gradient.
    void prepare_backward(const node& self, std::vector<reordered<turn_weights>>& orders) const {
        if (self.kind == node_kind::convolution && turns(self)) {
            const tensor& weight = self.find(parameter_role::weight)->value;
            orders.push_back(
                {weight.size(),
                 {weight.data(), taps_of(weight), by(weight.shape()[1]), by(weight.shape()[0]),
                  turned_.data()}});
        }
    }

    /// And after a `backward` that gives the parameters' gradients.
    void finish_backward(node& self, std::vector<reordered<put_channels_first>>& orders) const {
        if (self.kind == node_kind::convolution && reorders(self)) {
            tensor& gradient = self.find(parameter_role::weight)->gradient;
            orders.push_back(
                {gradient.size(),
                 {weight_gradient_.data(), taps_of(gradient), by(gradient.shape()[1]),
                  gradient.data()}});
        }
    }

    /// The sums that its gradients need on the way.
    [[nodiscard]] static std::size_t sums_for(const node& self, std::size_t images) {
        return self.find(parameter_role::bias) == nullptr ? 0 : pixels_of(self, images).sums();
    }

    void forward(Accelerator& on, const node& self, const float* x, float* y) {
        const std::size_t count = images_ * self.output.size();
        switch (self.kind) {
        case node_kind::convolution:
            on.convolve(
                self.name, problem_of(self), x, reorders(self) ? weights_.data() : weight_of(self),
                y);
            add_bias_to(on, self, y);
            break;
        case node_kind::dense:
            on.multiply(
                self.name, images_, self.input.channels, self.output.channels,
                {x, self.input.channels}, {weight_of(self), self.input.channels, true}, y);
            add_bias_to(on, self, y);
            break;
        case node_kind::max_pool:
            on.for_each(count, take_largest{pooling(self), x, y, winners_.data()});
            break;
        case node_kind::average_pool:
            on.for_each(count, take_mean{pooling(self), share_of(self), x, y});
            break;
        case node_kind::global_average_pool:
            on.for_each(
                count, take_channel_mean{by(self.input.plane()), by(self.input.channels), x, y});
            break;
        case node_kind::flatten:
            on.for_each(
                count, put_channels_first{x, by(self.input.plane()), by(self.input.channels), y});
            break;
        default:
            break;
        }
    }

    /// @param sums  of at least `sums_for`
    void
    backward(Accelerator& on, node& self, const accelerated_gradients& memory, sum_pair* sums) {
        if (memory.parameters) {
            weigh(on, self, memory, sums);
        }
        if (memory.dx != nullptr) {
            pass_back(on, self, memory);
        }
    }

  private:
    static std::uint32_t narrow(std::size_t number) { return static_cast<std::uint32_t>(number); }
    static divisor by(std::size_t number) { return divisor(narrow(number)); }

    /// Of its output.
    static sum_cut pixels_of(const node& self, std::size_t images) {
        return {narrow(images * self.output.plane()), narrow(self.output.channels)};
    }

    static float share_of(const node& self) {
        return 1.0F / static_cast<float>(self.window.kernel * self.window.kernel);
    }

    static const float* weight_of(const node& self) {
        return self.find(parameter_role::weight)->value.data();
    }

    /// Whether weights channels last lie otherwise than as the node has them.
    static bool reorders(const node& self) {
        const shape& extents = self.find(parameter_role::weight)->value.shape();
        return extents[1] > 1 && extents[2] > 1;
    }

    [[nodiscard]] convolution_problem problem_of(const node& self) const {
        return {images_, self.input, self.output, self.window};
    }

    /// Whether the gradient of its input is found by a convolution of the output's gradient:
    /// without a stride, padded so that every pixel is met that the window of an input's pixel
    /// reaches. Not measured on a GPU yet.
    static bool turns(const node& self) {
        return self.window.stride == 1 && self.window.groups == 1 &&
               self.window.padding < self.window.kernel;
    }

    [[nodiscard]] convolution_problem turned_problem_of(const node& self) const {
        return {
            images_,
            self.output,
            self.input,
            {.kernel = self.window.kernel,
             .padding = self.window.kernel - 1 - self.window.padding}};
    }

    static divisor taps_of(const tensor& weight) {
        return by(weight.shape()[2] * weight.shape()[3]);
    }

    void add_bias_to(Accelerator& on, const node& self, float* y) const {
        if (const parameter* bias = self.find(parameter_role::bias)) {
            on.for_each(
                images_ * self.output.size(),
                add_bias{bias->value.data(), by(self.output.channels), y});
        }
    }

    void
    weigh(Accelerator& on, node& self, const accelerated_gradients& memory, sum_pair* sums) const {
        tensor& gradient = self.find(parameter_role::weight)->gradient;
        if (self.kind == node_kind::dense) {
            on.multiply(
                self.name, self.output.channels, images_, self.input.channels,
                {memory.dy, self.output.channels, true}, {memory.x, self.input.channels},
                gradient.data());
        } else {
            on.weigh(
                self.name, problem_of(self), memory.x, memory.dy,
                reorders(self) ? weight_gradient_.data() : gradient.data());
        }
        if (parameter* bias = self.find(parameter_role::bias)) {
            on.sum_channels(
                pixels_of(self, images_), plain_terms{memory.dy}, sums,
                give_sum{bias->gradient.data()});
        }
    }

    void pass_back(Accelerator& on, const node& self, const accelerated_gradients& memory) const {
        const std::size_t count = images_ * self.input.size();
        switch (self.kind) {
        case node_kind::convolution:
            if (turns(self)) {
                on.convolve(
                    self.name, turned_problem_of(self), memory.dy, turned_.data(), memory.dx);
            } else {
                on.convolve_back(
                    self.name, problem_of(self), reorders(self) ? weights_.data() : weight_of(self),
                    memory.dy, memory.dx);
            }
            break;
        case node_kind::dense:
            on.multiply(
                self.name, images_, self.output.channels, self.input.channels,
                {memory.dy, self.output.channels}, {weight_of(self), self.input.channels},
                memory.dx);
            break;
        case node_kind::max_pool:
            on.for_each(
                count, give_to_largest{pooling(self), memory.dy, winners_.data(), memory.dx});
            break;
        case node_kind::average_pool:
            on.for_each(count, give_share{pooling(self), share_of(self), memory.dy, memory.dx});
            break;
        case node_kind::global_average_pool:
            on.for_each(
                count, spread_channel_mean{
                           by(self.input.plane()), by(self.input.channels), memory.dy, memory.dx});
            break;
        case node_kind::flatten:
            on.for_each(
                count, put_channels_last{
                           memory.dy, by(self.input.plane()), by(self.input.channels), memory.dx});
            break;
        default:
            break;
        }
    }

    std::size_t images_ = 0;
    /// The weights of the last forward pass and their gradient, channels last.
    buffer<float> weights_{};
    buffer<float> turned_{};
    buffer<float> weight_gradient_{};
    /// See take_largest.
    buffer<std::uint32_t> winners_{};
};

} // namespace nn
