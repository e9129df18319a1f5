#include "nn/operation/batch_norm.hpp"

#include <algorithm>
#include <cmath>

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

constexpr double variance_floor = 1e-5;
constexpr double running_share = 0.1;

/// Visits one channel of a batch plane by plane.
struct channel_planes {
    std::size_t images;
    std::size_t channels;
    std::size_t plane;
    std::size_t channel;

    /// Values of the channel in the whole batch.
    [[nodiscard]] std::size_t count() const { return images * plane; }

    /// Calls `body(place)` with the place of the channel's first pixel in each image.
    template <class Body>
    void visit(const Body& body) const {
        for (std::size_t image = 0; image < images; ++image) {
            body((image * channels + channel) * plane);
        }
    }
};

channel_planes planes_of(const node& self, const tensor& batch, std::size_t channel) {
    return {batch.shape()[0], self.input.channels, self.input.plane(), channel};
}

struct statistics {
    double mean = 0.0;
    /// Sum of the squared distances from the mean.
    double squares = 0.0;
};

statistics measure(const channel_planes& planes, const float* x) {
    statistics found;
    planes.visit([&](std::size_t place) {
        found.mean += static_cast<double>(as_array(x + place, planes.plane).sum());
    });
    found.mean /= static_cast<double>(planes.count());
    const auto mean = static_cast<float>(found.mean);
    planes.visit([&](std::size_t place) {
        const auto values = as_array(x + place, planes.plane);
        found.squares += static_cast<double>((values - mean).square().sum());
    });
    return found;
}

void move_towards(float& running, double batch) {
    const double moved =
        (1.0 - running_share) * static_cast<double>(running) + running_share * batch;
    running = static_cast<float>(moved);
}

} // namespace

void batch_norm::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = self.output = inputs[0];
    for (const parameter& one : self.parameters) {
        expect_extents(self, one.role, {self.input.channels});
    }
}

void batch_norm::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode how) {
    how_ = how;
    mean_.resize(self.input.channels);
    inverse_deviation_.resize(self.input.channels);
    const tensor& scale = self.find(parameter_role::scale)->value;
    const tensor& shift = self.find(parameter_role::shift)->value;
    tensor& running_mean = self.find(parameter_role::running_mean)->value;
    tensor& running_variance = self.find(parameter_role::running_variance)->value;
    const float* x = inputs[0]->data();
    for_each(self.input.channels, [&](std::size_t channel) {
        const channel_planes planes = planes_of(self, output, channel);
        auto mean = static_cast<double>(running_mean[channel]);
        auto variance = static_cast<double>(running_variance[channel]);
        if (how == mode::training) {
            const statistics batch = measure(planes, x);
            const auto count = static_cast<double>(planes.count());
            mean = batch.mean;
            variance = batch.squares / count;
            move_towards(running_mean[channel], mean);
            move_towards(running_variance[channel], batch.squares / std::max(count - 1.0, 1.0));
        }
        const double inverse = 1.0 / std::sqrt(variance + variance_floor);
        mean_[channel] = static_cast<float>(mean);
        inverse_deviation_[channel] = static_cast<float>(inverse);
        const double slope = static_cast<double>(scale[channel]) * inverse;
        const auto factor = static_cast<float>(slope);
        const auto offset = static_cast<float>(static_cast<double>(shift[channel]) - mean * slope);
        planes.visit([&](std::size_t place) {
            as_array(output.data() + place, planes.plane) =
                as_array(x + place, planes.plane) * factor + offset;
        });
    });
}

// With x^ = (x - mean) / deviation and n values a channel:
//   d shift = sum dy,  d scale = sum dy x^,
//   d x = scale / deviation * (dy - d shift / n - x^ d scale / n),
// the last two terms only where mean and variance come from the batch.
backward_macs batch_norm::backward(node& self, const backward_job& job) {
    parameter& scale = *self.find(parameter_role::scale);
    parameter& shift = *self.find(parameter_role::shift);
    const float* x = job.inputs[0]->data();
    const float* dy = job.output_gradient.data();
    float* dx = job.input_gradients[0] == nullptr ? nullptr : job.input_gradients[0]->data();
    for_each(self.input.channels, [&](std::size_t channel) {
        const channel_planes planes = planes_of(self, job.output, channel);
        const float mean = mean_[channel];
        const float inverse = inverse_deviation_[channel];
        double sum = 0.0;
        double product = 0.0;
        planes.visit([&](std::size_t place) {
            const auto gradient = as_array(dy + place, planes.plane);
            const auto values = as_array(x + place, planes.plane);
            sum += static_cast<double>(gradient.sum());
            product += static_cast<double>((gradient * (values - mean)).sum());
        });
        product *= static_cast<double>(inverse);
        if (job.parameter_gradients) {
            shift.gradient[channel] = static_cast<float>(sum);
            scale.gradient[channel] = static_cast<float>(product);
        }
        if (dx == nullptr) {
            return;
        }
        const float factor = scale.value[channel] * inverse;
        const auto count = static_cast<double>(planes.count());
        const bool batch = how_ == mode::training;
        const auto level = static_cast<float>(batch ? sum / count : 0.0);
        const auto slope =
            static_cast<float>(batch ? product / count * static_cast<double>(inverse) : 0.0);
        planes.visit([&](std::size_t place) {
            const auto gradient = as_array(dy + place, planes.plane);
            const auto values = as_array(x + place, planes.plane);
            as_array(dx + place, planes.plane) =
                factor * (gradient - level - (values - mean) * slope);
        });
    });
    return {};
}

} // namespace nn
