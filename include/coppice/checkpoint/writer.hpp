#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace coppice::checkpoint {

/// What is written as it is: whole numbers, floats and doubles, enumerators, and truth values.
template <class N>
concept number =
    std::integral<N> || std::is_same_v<N, float> || std::is_same_v<N, double> || std::is_enum_v<N>;

namespace detail {

/// Whether a row of such numbers is written by copying its memory.
template <class N>
inline constexpr bool copied =
    std::endian::native == std::endian::little&& number<N> && !std::is_same_v<N, bool>;

} // namespace detail

/// Writes numbers as bytes, little end first, each as wide as its type.
class writer {
  public:
    template <number N>
    void put(N value) {
        const auto bytes = std::bit_cast<std::array<std::byte, sizeof(N)>>(value);
        for (std::size_t i = 0; i < sizeof(N); ++i) {
            written_.push_back(
                bytes[std::endian::native == std::endian::little ? i : sizeof(N) - 1 - i]);
        }
    }

    /// A row of numbers, one after the other; its length is not written.
    template <number N>
    void put_row(std::span<const N> row) {
        if constexpr (detail::copied<N>) {
            const std::span<const std::byte> bytes = std::as_bytes(row);
            written_.insert(written_.end(), bytes.begin(), bytes.end());
        } else {
            std::for_each(row.begin(), row.end(), [this](N value) { put(value); });
        }
    }

    /// A length or count, always of eight bytes.
    void put_size(std::size_t size) { put(static_cast<std::uint64_t>(size)); }

    [[nodiscard]] std::span<const std::byte> bytes() const {
        return {written_.data(), written_.size()};
    }

    /// Hands over what was written; the writer is done with.
    [[nodiscard]] std::vector<std::byte> result() && { return std::move(written_); }

  private:
    std::vector<std::byte> written_;
};

} // namespace coppice::checkpoint
