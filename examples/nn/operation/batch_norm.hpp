#pragma once

#include <vector>

#include "nn/operation/operation.hpp"

namespace nn {

/// y = scale * (x - mean) / sqrt(variance + eps) + shift for each channel, eps = 1e-5.
///
/// In training mean and variance are those of the batch (the variance divided by the number of
/// values), and the running statistics move a tenth of the way towards them (there the variance is
/// divided by one less). In evaluation they are the running ones. A frozen node keeps its scale and
/// shift; its running statistics still move.
class batch_norm : public operation {
  public:
    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;

  private:
    /// What the last forward step used, for each channel.
    std::vector<float> mean_;
    std::vector<float> inverse_deviation_;
    mode how_ = mode::training;
};

} // namespace nn
