#pragma once

#include <cstdint>
#include <vector>

#include "nn/operation/operation.hpp"

namespace nn {

/// The largest pixel of each window, the first of equals; pixels beyond the border do not count.
/// Needs a padding of at most half the kernel, so that no window misses the input.
class max_pool : public operation {
  public:
    [[nodiscard]] std::size_t part_images(const node& self, std::size_t images) const override;
    void start_forward(const node& self, const batch_split& split, step_memory& memory) override;
    void
    forward(const node& self, const batch_part& part, const float* input, float* output) override;
    void backward(node& self, const batch_part& part, const backward_part& memory) override;

  private:
    /// The pixel of its image that each output took.
    std::vector<std::uint32_t> winners_;
};

} // namespace nn
