#pragma once

#include "nn/operation/operation.hpp"

namespace nn {

/// Convolution with stride, padding and groups; weight [out, in / groups, kernel, kernel], and a
/// bias [out] or none. A depthwise convolution has one group a channel of its input.
class convolution : public operation {
  public:
    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;
    [[nodiscard]] std::size_t macs(const node& self) const override;
};

} // namespace nn
