#pragma once

#include "coppice/core/view.hpp"

#include <cstddef>
#include <deque>
#include <random>
#include <vector>

namespace archetype {

/// A host's memory: tensors of random numbers that stay where they are.
class storage {
  public:
    explicit storage(unsigned seed = 1) : random_(seed) {}

    coppice::view<float> make(const coppice::shape& extents) {
        std::vector<float>& values =
            tensors_.emplace_back(static_cast<std::size_t>(extents.size()));
        for (float& value : values) {
            value = std::uniform_real_distribution<float>(-1, 1)(random_);
        }
        return {values.data(), extents};
    }

  private:
    std::mt19937 random_;
    std::deque<std::vector<float>> tensors_;
};

} // namespace archetype
