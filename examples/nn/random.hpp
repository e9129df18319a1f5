#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "nn/tensor.hpp"

namespace nn {

/// A generator of 64 random bits a draw (SplitMix64): a counter and a mixing function, so that the
/// same seed and stream give the same numbers with every compiler.
class random_bits {
  public:
    explicit random_bits(std::uint64_t seed, std::uint64_t stream = 0)
        : counter_(mix(seed) ^ mix(~stream)) {}

    std::uint64_t operator()() { return mix(counter_ += 0x9E3779B97F4A7C15U); }

    /// Uniform in [-1, 1), a multiple of 2^-23, hence exact in a float.
    float symmetric() {
        const auto bits = static_cast<std::int32_t>((*this)() >> 40U);
        return static_cast<float>(bits - (1 << 23)) / static_cast<float>(1 << 23);
    }

  private:
    static std::uint64_t mix(std::uint64_t bits) {
        bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
        bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
        return bits ^ (bits >> 31U);
    }

    std::uint64_t counter_;
};

/// He initialisation: uniform in [-b, b) with b = sqrt(6 / fan_in), hence variance 2 / fan_in.
inline void he_initialise(tensor& weight, std::size_t fan_in, random_bits& bits) {
    const float bound = std::sqrt(6.0F / static_cast<float>(fan_in));
    for (float& value : weight.values()) {
        value = bound * bits.symmetric();
    }
}

} // namespace nn
