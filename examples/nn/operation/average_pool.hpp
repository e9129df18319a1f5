#pragma once

#include "nn/operation/operation.hpp"

namespace nn {

/// The mean of each window; pixels beyond the border count as zeros.
class average_pool : public operation {
  public:
    [[nodiscard]] std::size_t part_images(const node& self, std::size_t images) const override;
    void
    forward(const node& self, const batch_part& part, const float* input, float* output) override;
    void backward(node& self, const batch_part& part, const backward_part& memory) override;
};

} // namespace nn
