#pragma once

#include <cstddef>

#include "nn/aligned.hpp"
#include "nn/channels.hpp"
#include "nn/node.hpp"
#include "nn/operation/operation.hpp"

namespace nn {

/// A batch norm on the way from memory to whoever reads:
///
///     y = scale (x - mean) / sqrt(variance + 1e-5) + shift
///
/// with the statistics of the batch in training, and the running ones (new = .9 old + .1 batch, the
/// batch's variance over n - 1) in evaluation. Ioffe and Szegedy, "Batch Normalization", 2015.
class norm {
  public:
    /// Room for a batch, and for gradients added up in this many lanes.
    void resize(const node& self, const batch_split& split, std::size_t lanes);

    /// Takes in some images of the batch; parts may come from several threads.
    void measure(const batch_part& part, std::size_t number, const float* x);
    /// Ends the forward pass's first half: from here on `how` can be read.
    void finish_measuring(node& self, const batch_split& split);
    void use_running(const node& self);

    [[nodiscard]] affine how() const { return {factor_.data(), offset_.data(), factor_.size()}; }

    void start_backward();
    /// Takes in the gradient of y, and x.
    void
    sum_gradients(std::size_t lane, const pixel_run& run, const float* gradient, const float* x);
    /// Ends the backward pass's first half: from here on `slope` can be read. Overwrites the
    /// gradients of scale and shift where the node trains.
    void finish_backward(node& self, std::size_t images);

    /// The gradient of x from that of y.
    [[nodiscard]] norm_slope slope() const {
        return {
            slope_of_gradient_.data(), slope_of_value_.data(), slope_constant_.data(),
            slope_constant_.size()};
    }

  private:
    void set_factors(const node& self);
    void repeat(aligned_vector<float>& numbers) const;

    std::size_t channels_ = 0;
    std::size_t plane_ = 0;
    bool of_batch_ = false;

    aligned_vector<double> mean_{};
    aligned_vector<double> variance_{};
    aligned_vector<float> centre_{};
    /// Repeated, see `affine`.
    aligned_vector<float> factor_{};
    aligned_vector<float> offset_{};
    aligned_vector<float> slope_of_gradient_{};
    aligned_vector<float> slope_of_value_{};
    aligned_vector<float> slope_constant_{};

    /// By part, then by channel.
    aligned_vector<double> part_means_{};
    aligned_vector<double> part_squares_{};
    /// By lane, then by channel: sum of dy, sum of dy (x - mean).
    aligned_vector<double> sums_{};
    aligned_vector<double> products_{};
};

} // namespace nn
