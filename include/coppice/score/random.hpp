#pragma once

#include "coppice/core/random.hpp"
#include "coppice/score/concept.hpp"

#include <cstdint>

namespace coppice::score {

/// A number in [0, 1) that depends on nothing but the seed, the tensor's number and the group's:
/// the baseline that every score should beat. The same on every backend, and each time it is asked.
///
///     mix(mix(mix(seed) + tensor) + group) / 2^64, cut to 53 bits
///
/// mix being the output function of SplitMix64 after its increment. Steele, Lea, Flood, "Fast
/// Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct random {
    using role = coppice::role::score;

    std::uint64_t seed = 1;
    index tensor = 0;

    [[nodiscard]] constexpr random of_tensor(index number) const { return {seed, number}; }

    [[nodiscard]] constexpr double accumulate(double sum, element auto /*weight*/) const {
        return sum;
    }

    [[nodiscard]] constexpr double finish(double /*sum*/, index /*members*/, index group) const {
        using coppice::detail::mixed;
        const std::uint64_t stream = mixed(mixed(seed) + static_cast<std::uint64_t>(tensor));
        return static_cast<double>(mixed(stream + static_cast<std::uint64_t>(group)) >> 11U) *
               0x1p-53;
    }
};

} // namespace coppice::score
