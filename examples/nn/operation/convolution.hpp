#pragma once

#include <memory>
#include <vector>

#include "nn/engine/convolution_engine.hpp"
#include "nn/operation/operation.hpp"

namespace nn {

/// Convolution with stride, padding and groups; weight [out, in / groups, kernel, kernel], and a
/// bias [out] or none. A depthwise convolution has one group a channel of its input.
class convolution : public operation {
  public:
    [[nodiscard]] std::size_t part_images(const node& self, std::size_t images) const override;
    void start_forward(const node& self, const batch_split& split, step_memory& memory) override;
    void
    forward(const node& self, const batch_part& part, const float* input, float* output) override;
    void start_backward(
        const node& self, const batch_split& split, const backward_needs& needs,
        step_memory& memory) override;
    void backward(node& self, const batch_part& part, const backward_part& memory) override;
    void finish_gradients(node& self) override;

  private:
    struct sized_engine {
        convolution_problem problem{};
        std::size_t threads = 0;
        std::size_t lanes = 0;
        std::unique_ptr<convolution_engine> computes{};
    };

    void choose_engines(const node& self, const batch_split& split);
    std::size_t engine_for(const convolution_problem& problem, std::size_t lanes);
    [[nodiscard]] convolution_engine& engine_of(const batch_part& part) const;

    /// One for each number of images that a part ever had.
    std::vector<sized_engine> engines_;
    /// The engines in use: for whole parts, and for the last one.
    std::vector<std::size_t> used_;
    /// A sum a lane, one lane after the other.
    std::vector<double> bias_gradients_;
    std::size_t lanes_ = 0;
};

} // namespace nn
