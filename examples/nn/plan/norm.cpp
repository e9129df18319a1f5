#include "nn/plan/norm.hpp"

#include <algorithm>

#include "nn/plan/normalisation.hpp"

namespace nn {
namespace {

float value_of(const node& self, parameter_role role, std::size_t channel) {
    return self.find(role)->value[channel];
}

} // namespace

void norm::resize(const node& self, const batch_split& split, std::size_t lanes) {
    channels_ = self.input.channels;
    plane_ = self.input.plane();
    for (aligned_vector<double>* each : {&mean_, &variance_}) {
        each->resize(channels_);
    }
    centre_.resize(channels_);
    for (aligned_vector<float>* each :
         {&factor_, &offset_, &slope_of_gradient_, &slope_of_value_, &slope_constant_}) {
        each->resize(repeated_length(channels_));
    }
    part_means_.resize(split.parts() * channels_);
    part_squares_.resize(split.parts() * channels_);
    sums_.resize(lanes * channels_);
    products_.resize(lanes * channels_);
}

void norm::measure(const batch_part& part, std::size_t number, const float* x) {
    measure_pixels(
        {part.images * plane_, channels_}, x,
        {part_means_.data() + number * channels_, part_squares_.data() + number * channels_});
}

// Parts join as Chan, Golub and LeVeque join samples: means weighted by their counts, and squares
// about the new mean.
void norm::finish_measuring(node& self, const batch_split& split) {
    tensor& running_mean = self.find(parameter_role::running_mean)->value;
    tensor& running_variance = self.find(parameter_role::running_variance)->value;
    for (std::size_t channel = 0; channel < channels_; ++channel) {
        double count = 0.0;
        double mean = 0.0;
        double squares = 0.0;
        for (std::size_t part = 0; part < split.parts(); ++part) {
            const std::size_t images = std::min(split.part, split.images - part * split.part);
            const auto more = static_cast<double>(images * plane_);
            const double distance = part_means_[part * channels_ + channel] - mean;
            count += more;
            mean += distance * more / count;
            squares += part_squares_[part * channels_ + channel] +
                       distance * distance * more * (count - more) / count;
        }
        mean_[channel] = mean;
        variance_[channel] = squares / count;
        if (!self.holds_statistics) {
            running_mean[channel] = moved_towards(running_mean[channel], mean);
            running_variance[channel] =
                moved_towards(running_variance[channel], squares / std::max(count - 1.0, 1.0));
        }
    }
    of_batch_ = true;
    set_factors(self);
}

void norm::use_running(const node& self) {
    for (std::size_t channel = 0; channel < channels_; ++channel) {
        mean_[channel] = static_cast<double>(value_of(self, parameter_role::running_mean, channel));
        variance_[channel] =
            static_cast<double>(value_of(self, parameter_role::running_variance, channel));
    }
    of_batch_ = false;
    set_factors(self);
}

/// Lays out the numbers of one pixel for as many as there is room for.
void norm::repeat(aligned_vector<float>& numbers) const {
    for (std::size_t place = channels_; place < numbers.size(); ++place) {
        numbers[place] = numbers[place - channels_];
    }
}

void norm::set_factors(const node& self) {
    for (std::size_t channel = 0; channel < channels_; ++channel) {
        const channel_affine made = normalise_by(
            mean_[channel], variance_[channel], value_of(self, parameter_role::scale, channel),
            value_of(self, parameter_role::shift, channel));
        centre_[channel] = static_cast<float>(mean_[channel]);
        factor_[channel] = made.factor;
        offset_[channel] = made.offset;
    }
    repeat(factor_);
    repeat(offset_);
}

void norm::start_backward() {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    std::fill(products_.begin(), products_.end(), 0.0);
}

void norm::sum_gradients(
    std::size_t lane, const pixel_run& run, const float* gradient, const float* x) {
    sum_gradient(
        run, gradient, x, centre_.data(), sums_.data() + lane * channels_,
        products_.data() + lane * channels_);
}

void norm::finish_backward(node& self, std::size_t images) {
    const auto count = static_cast<double>(images * plane_);
    for (std::size_t channel = 0; channel < channels_; ++channel) {
        double sum = 0.0;
        double product = 0.0;
        for (std::size_t place = channel; place < sums_.size(); place += channels_) {
            sum += sums_[place];
            product += products_[place];
        }
        const channel_slope made = slope_of(
            {sum, product, count}, mean_[channel], variance_[channel],
            value_of(self, parameter_role::scale, channel), of_batch_);
        if (self.trains()) {
            self.find(parameter_role::shift)->gradient[channel] = made.shift;
            self.find(parameter_role::scale)->gradient[channel] = made.scale;
        }
        slope_of_gradient_[channel] = made.of_gradient;
        slope_of_value_[channel] = made.of_value;
        slope_constant_[channel] = made.constant;
    }
    repeat(slope_of_gradient_);
    repeat(slope_of_value_);
    repeat(slope_constant_);
}

} // namespace nn
