#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>

namespace coppice {

/// A number as a person writes it: the shortest digits that read back as the same value.
template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
[[nodiscard]] std::string text(Number number) {
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

} // namespace coppice
