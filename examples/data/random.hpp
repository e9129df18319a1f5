#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace data {

/// SplitMix64 (Steele, Lea and Flood, 2014): a small generator with the same numbers on every
/// compiler and machine, which the distributions of the standard library do not promise.
class random_source {
  public:
    explicit random_source(std::uint64_t seed) : state_(seed) {}

    /// The next 64 random bits.
    std::uint64_t next();

    /// A number in [0, bound), all equally likely; `bound` is at least 1.
    std::uint64_t below(std::uint64_t bound);

  private:
    std::uint64_t state_;
};

/// A seed for one thing among many (an epoch, an image), independent of its neighbours' seeds.
std::uint64_t seed_for(std::uint64_t seed, std::uint64_t index);

/// Fills `order` with 0 ... order.size() - 1 in an order that is a pure function of size and seed.
void permute(std::vector<std::size_t>& order, std::uint64_t seed);

} // namespace data
