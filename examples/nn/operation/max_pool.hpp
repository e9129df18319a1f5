#pragma once

#include <cstdint>
#include <vector>

#include "nn/operation/operation.hpp"

namespace nn {

/// The largest pixel of each window, the first of equals; pixels beyond the border do not count.
/// Needs a padding of at most half the kernel, so that no window misses the input.
class max_pool : public operation {
  public:
    void connect(node& self, std::span<const image_shape> inputs) const override;
    void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) override;
    backward_macs backward(node& self, const backward_job& job) override;

  private:
    /// The pixel of its channel that each output took.
    std::vector<std::uint32_t> winners_;
};

} // namespace nn
