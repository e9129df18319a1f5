#pragma once

#include "nn/operation/operation.hpp"

namespace nn {

/// y = W x + b for each row of the batch; weight [out, in], bias [out]. Its input is flat.
class dense : public operation {
  public:
    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;
    [[nodiscard]] std::size_t macs(const node& self) const override;
};

} // namespace nn
