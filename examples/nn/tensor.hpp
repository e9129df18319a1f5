#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "nn/aligned.hpp"
#include "nn/shape.hpp"

namespace nn {

/// A dense array of floats of rank 1 to 4, contiguous, last axis fastest (images: NCHW). Owns its
/// memory, which starts at a multiple of 64 bytes; copying copies the values.
class tensor {
  public:
    /// No extents and no elements.
    tensor() = default;

    /// All elements zero.
    explicit tensor(const nn::shape& extents) { reshape(extents), fill(0.0F); }

    /// The given elements in memory order; zero where the list is too short, cut where too long.
    tensor(const nn::shape& extents, std::span<const float> values) : tensor(extents) {
        std::copy_n(values.begin(), std::min(values.size(), size()), data());
    }

    [[nodiscard]] const nn::shape& shape() const { return shape_; }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] bool empty() const { return values_.empty(); }

    [[nodiscard]] float* data() { return values_.data(); }
    [[nodiscard]] const float* data() const { return values_.data(); }

    /// The elements in memory order.
    [[nodiscard]] std::span<float> values() { return values_; }
    [[nodiscard]] std::span<const float> values() const { return values_; }

    [[nodiscard]] float& operator[](std::size_t place) { return values_[place]; }
    [[nodiscard]] float operator[](std::size_t place) const { return values_[place]; }

    void fill(float value) { std::fill(values_.begin(), values_.end(), value); }

    /// Takes new extents; allocates only where the tensor never was this large. Elements that the
    /// tensor did not have before are unset.
    void reshape(const nn::shape& extents) {
        values_.resize(extents.size());
        shape_ = extents;
    }

    /// Same extents and same values.
    friend bool operator==(const tensor&, const tensor&) = default;

  private:
    nn::shape shape_;
    aligned_vector<float> values_;
};

} // namespace nn
