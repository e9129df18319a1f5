#pragma once

#include "nn/operation/operation.hpp"

namespace nn {

/// y = W x + b for each row of the batch; weight [out, in], bias [out]. Its input is flat. Takes
/// the batch as a whole and gives each thread some of the features.
class dense : public operation {
  public:
    [[nodiscard]] std::size_t part_images(const node& self, std::size_t images) const override;
    void
    forward(const node& self, const batch_part& part, const float* input, float* output) override;
    void backward(node& self, const batch_part& part, const backward_part& memory) override;
};

} // namespace nn
