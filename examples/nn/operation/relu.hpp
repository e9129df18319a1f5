#pragma once

#include <limits>

#include "nn/operation/operation.hpp"

namespace nn {

/// y = min(max(x, 0), ceiling). ReLU has no ceiling, ReLU6 has 6.
class relu : public operation {
  public:
    explicit relu(float ceiling = std::numeric_limits<float>::infinity()) : ceiling_(ceiling) {}

    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;

  private:
    float ceiling_;
};

} // namespace nn
