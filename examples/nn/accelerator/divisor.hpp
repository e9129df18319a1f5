#pragma once

#include <cstdint>

#include "nn/anywhere.hpp"

namespace nn {

/// Divides by a number that is known beforehand with a multiplication and a shift, where a division
/// would take longer than the memory that its result is for. Granlund and Montgomery, "Division by
/// Invariant Integers using Multiplication", 1994.
class divisor {
  public:
    /// Dividends are less than this.
    static constexpr std::uint32_t limit = std::uint32_t{1} << 31U;

    divisor() = default;
    /// `value` is in [1, limit].
    explicit divisor(std::uint32_t value) : value_(value), shift_(0) {
        while ((std::uint64_t{1} << shift_) < value) {
            ++shift_;
        }
        const std::uint64_t excess = (std::uint64_t{1} << shift_) - value;
        factor_ = static_cast<std::uint32_t>((excess << 32U) / value + 1);
    }

    [[nodiscard]] NN_ANYWHERE std::uint32_t value() const { return value_; }

    [[nodiscard]] NN_ANYWHERE std::uint32_t quotient(std::uint32_t dividend) const {
        const auto high = static_cast<std::uint32_t>((std::uint64_t{dividend} * factor_) >> 32U);
        return (high + dividend) >> shift_;
    }

    [[nodiscard]] NN_ANYWHERE std::uint32_t remainder(std::uint32_t dividend) const {
        return dividend - quotient(dividend) * value_;
    }

  private:
    std::uint32_t value_ = 1;
    std::uint32_t factor_ = 1;
    std::uint32_t shift_ = 0;
};

/// What is left of a place once its last coordinates are taken off, one after the other.
struct place_in {
    std::uint32_t rest = 0;

    /// The coordinate in [0, extent).
    NN_ANYWHERE std::uint32_t take(const divisor& extent) {
        const std::uint32_t quotient = extent.quotient(rest);
        const std::uint32_t coordinate = rest - quotient * extent.value();
        rest = quotient;
        return coordinate;
    }
};

} // namespace nn
