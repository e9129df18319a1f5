#pragma once

#include "coppice/checkpoint/writer.hpp"
#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace coppice::checkpoint {

/// Reads what a `writer` has written. It believes nothing: whoever reads a length learns from
/// `take_size` that so much is really there, before any memory is taken for it.
class reader {
  public:
    /// @param bytes  stay the caller's
    /// @param where  the file, for errors
    reader(std::span<const std::byte> bytes, std::string where)
        : left_(bytes), where_(std::move(where)) {}

    /// @throws coppice::error at the end of the bytes, and for a bool that is neither
    template <number N>
    [[nodiscard]] N take() {
        std::array<std::byte, sizeof(N)> bytes{};
        const std::span<const std::byte> next = take_bytes(sizeof(N));
        if constexpr (std::endian::native == std::endian::little) {
            std::copy(next.begin(), next.end(), bytes.begin());
        } else {
            std::copy(next.begin(), next.end(), bytes.rbegin());
        }
        if constexpr (std::is_same_v<N, bool>) {
            if (std::to_integer<int>(bytes[0]) > 1) {
                refuse("a truth value", text(std::to_integer<int>(bytes[0])), "0 or 1");
            }
        }
        return std::bit_cast<N>(bytes);
    }

    /// Fills a row with what `put_row` has written.
    /// @throws coppice::error at the end of the bytes
    template <number N>
    void take_row(std::span<N> row) {
        if constexpr (detail::copied<N>) {
            const std::span<const std::byte> next = take_bytes(row.size_bytes());
            if (!row.empty()) {
                std::memcpy(row.data(), next.data(), next.size());
            }
        } else {
            for (N& value : row) {
                value = take<N>();
            }
        }
    }

    /// A length or count of things that were written in at least `each` bytes apiece.
    /// @throws coppice::error if there are not so many bytes left
    [[nodiscard]] std::size_t take_size(std::size_t each) {
        const auto size = take<std::uint64_t>();
        const std::size_t most = left_.size() / std::max<std::size_t>(each, 1);
        if (size > most) {
            refuse("a length", text(size), "at most " + text(most) + ", for which there are bytes");
        }
        return static_cast<std::size_t>(size);
    }

    /// The next bytes, where they lie.
    /// @throws coppice::error if there are not so many
    [[nodiscard]] std::span<const std::byte> take_bytes(std::size_t count) {
        if (count > left_.size()) {
            refuse("content", "cut short", "as it was saved");
        }
        const std::span<const std::byte> next = left_.first(count);
        left_ = left_.subspan(count);
        return next;
    }

    /// @throws coppice::error unless everything was read
    void expect_end() const {
        if (!left_.empty()) {
            refuse("content", text(left_.size()) + " bytes too long", "as it was saved");
        }
    }

    /// @throws coppice::error always: see there
    [[noreturn]] void
    refuse(const std::string& parameter, const std::string& value, const std::string& range) const {
        throw error(where_, parameter, value, range);
    }

  private:
    std::span<const std::byte> left_;
    std::string where_;
};

} // namespace coppice::checkpoint
