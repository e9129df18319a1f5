#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

/// Takes numbers from the fuzzer's bytes, little end first; zeros once they are used up.
class bytes {
  public:
    explicit bytes(std::span<const std::uint8_t> left) : left_(left) {}

    template <std::unsigned_integral T>
    [[nodiscard]] T next() {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < sizeof(T) && !left_.empty(); ++i) {
            number |= std::uint64_t{left_.front()} << (8 * i);
            left_ = left_.subspan(1);
        }
        return static_cast<T>(number);
    }

    [[nodiscard]] std::span<const std::uint8_t> rest() const { return left_; }

  private:
    std::span<const std::uint8_t> left_;
};
