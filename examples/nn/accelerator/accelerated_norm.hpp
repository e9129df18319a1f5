#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "nn/accelerator/buffer.hpp"
#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/sums.hpp"
#include "nn/node.hpp"
#include "nn/plan/normalisation.hpp"

namespace nn {

/// What a batch norm keeps of each channel between its passes, in memory of the device.
struct norm_memory {
    double* mean = nullptr;
    double* variance = nullptr;
    float* centre = nullptr;
    float* factor = nullptr;
    float* offset = nullptr;
    float* of_gradient = nullptr;
    float* of_value = nullptr;
    float* constant = nullptr;

    NN_ANYWHERE void take(
        std::uint32_t channel, double mean_of, double variance_of, float scale, float shift) const {
        const channel_affine made = normalise_by(mean_of, variance_of, scale, shift);
        mean[channel] = mean_of;
        variance[channel] = variance_of;
        centre[channel] = static_cast<float>(mean_of);
        factor[channel] = made.factor;
        offset[channel] = made.offset;
    }
};

/// The parameters of a batch norm.
struct norm_parameters {
    const float* scale = nullptr;
    const float* shift = nullptr;
    float* running_mean = nullptr;
    float* running_variance = nullptr;
    /// Null where the node does not train.
    float* scale_gradient = nullptr;
    float* shift_gradient = nullptr;
    bool holds_statistics = false;
};

/// Normalises by the statistics of a batch and moves the running ones.
struct measure_channel {
    norm_memory memory{};
    norm_parameters parameters{};
    /// The first pixel, about which the moments are.
    const float* origin = nullptr;
    double count = 1.0;

    NN_ANYWHERE void operator()(std::uint32_t channel, const sum_pair& sums) const {
        const double distance = sums.first / count;
        const double mean = static_cast<double>(origin[channel]) + distance;
        const double found = sums.second - sums.first * distance;
        const double squares = found < 0.0 ? 0.0 : found;
        if (!parameters.holds_statistics) {
            const double others = count > 2.0 ? count - 1.0 : 1.0;
            float& running_mean = parameters.running_mean[channel];
            float& running_variance = parameters.running_variance[channel];
            running_mean = moved_towards(running_mean, mean);
            running_variance = moved_towards(running_variance, squares / others);
        }
        memory.take(
            channel, mean, squares / count, parameters.scale[channel], parameters.shift[channel]);
    }
};

/// Normalises by the running statistics.
struct use_running_channel {
    norm_memory memory{};
    norm_parameters parameters{};

    NN_ANYWHERE void operator()(std::uint32_t channel) const {
        memory.take(
            channel, static_cast<double>(parameters.running_mean[channel]),
            static_cast<double>(parameters.running_variance[channel]), parameters.scale[channel],
            parameters.shift[channel]);
    }
};

/// Says how a gradient passes, and overwrites those of scale and shift.
struct finish_channel {
    norm_memory memory{};
    norm_parameters parameters{};
    double count = 1.0;
    bool of_batch = false;

    NN_ANYWHERE void operator()(std::uint32_t channel, const sum_pair& sums) const {
        const channel_slope made = slope_of(
            {sums.first, sums.second, count}, memory.mean[channel], memory.variance[channel],
            parameters.scale[channel], of_batch);
        if (parameters.scale_gradient != nullptr) {
            parameters.scale_gradient[channel] = made.scale;
            parameters.shift_gradient[channel] = made.shift;
        }
        memory.of_gradient[channel] = made.of_gradient;
        memory.of_value[channel] = made.of_value;
        memory.constant[channel] = made.constant;
    }
};

/// A batch norm on the way from a device's memory to whoever reads: see norm.
template <accelerator Accelerator>
class accelerated_norm {
  public:
    void resize(Accelerator& on, const node& self) {
        channels_ = static_cast<std::uint32_t>(self.input.channels);
        doubles_.grow(on.own_memory(), 2 * std::size_t{channels_}, self.name);
        floats_.grow(on.own_memory(), 6 * std::size_t{channels_}, self.name);
    }

    /// The statistics of the batch x; overwrites `sums`, see accelerator/concept.hpp.
    void
    measure(Accelerator& on, node& self, std::uint32_t pixels, const float* x, sum_pair* sums) {
        on.sum_channels(
            sum_cut{pixels, channels_}, moment_terms{x}, sums,
            measure_channel{
                memory_of_channels(), parameters_of(self), x, static_cast<double>(pixels)});
    }

    void use_running(Accelerator& on, node& self) {
        on.for_each(channels_, use_running_channel{memory_of_channels(), parameters_of(self)});
    }

    /// How x is read from here on.
    [[nodiscard]] affine_read read(const float* x) const {
        const norm_memory memory = memory_of_channels();
        return {x, memory.factor, memory.offset};
    }

    /// Takes in the gradient of what it gave, and x; from here on `slope` can be read.
    /// @param of_batch  whether it went by the batch's statistics
    void take_gradient(
        Accelerator& on, node& self, bool of_batch, std::uint32_t pixels,
        const norm_gradient& given, sum_pair* sums) {
        const norm_memory own = memory_of_channels();
        on.sum_channels(
            sum_cut{pixels, channels_}, gradient_terms{given, own.centre}, sums,
            finish_channel{own, parameters_of(self), static_cast<double>(pixels), of_batch});
    }

    [[nodiscard]] norm_slope slope() const {
        const norm_memory memory = memory_of_channels();
        return {memory.of_gradient, memory.of_value, memory.constant, channels_};
    }

  private:
    [[nodiscard]] norm_memory memory_of_channels() const {
        float* const first = floats_.data();
        const auto at = [&](std::size_t number) { return first + number * channels_; };
        return {
            doubles_.data(), doubles_.data() + channels_, at(0), at(1), at(2), at(3), at(4), at(5)};
    }

    static norm_parameters parameters_of(node& self) {
        const auto of = [&](parameter_role role) -> parameter& { return *self.find(role); };
        norm_parameters found{
            .scale = of(parameter_role::scale).value.data(),
            .shift = of(parameter_role::shift).value.data(),
            .running_mean = of(parameter_role::running_mean).value.data(),
            .running_variance = of(parameter_role::running_variance).value.data(),
            .holds_statistics = self.holds_statistics};
        if (self.trains()) {
            found.scale_gradient = of(parameter_role::scale).gradient.data();
            found.shift_gradient = of(parameter_role::shift).gradient.data();
        }
        return found;
    }

    std::uint32_t channels_ = 0;
    buffer<double> doubles_{};
    buffer<float> floats_{};
};

} // namespace nn
