#pragma once

#include <cstddef>
#include <vector>

#include "nn/aligned.hpp"

namespace nn {

/// Memory that the steps of a network use in turn: what a step takes is its own until the next one
/// starts. Allocates nothing once each step has been there.
class step_memory {
  public:
    /// Whatever was taken before may be taken again.
    void start() { taken_ = 0; }

    /// Room for `count` numbers, unset, from a multiple of nn::alignment on.
    [[nodiscard]] float* take(std::size_t count) {
        if (taken_ == pieces_.size()) {
            pieces_.emplace_back();
        }
        aligned_vector<float>& piece = pieces_[taken_++];
        if (piece.size() < count) {
            piece = aligned_vector<float>(); // nobody needs what was in it
            piece.resize(count);
        }
        return piece.data();
    }

  private:
    /// In the order in which steps take them.
    std::vector<aligned_vector<float>> pieces_{};
    std::size_t taken_ = 0;
};

} // namespace nn
