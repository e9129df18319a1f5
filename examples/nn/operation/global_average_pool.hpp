#pragma once

#include "nn/operation/operation.hpp"

namespace nn {

/// The mean of each channel.
class global_average_pool : public operation {
  public:
    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;
};

} // namespace nn
