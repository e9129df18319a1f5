#pragma once

#include "coppice/checkpoint/checksum.hpp"
#include "coppice/checkpoint/subject.hpp"
#include "coppice/checkpoint/value.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace coppice::checkpoint {

/// The version of the format below, which a reader has to know.
inline constexpr std::uint32_t version = 1;

namespace detail {

inline constexpr std::array<unsigned char, 8> magic = {0x89, 'C', 'O', 'P', 'P', 'I', 'C', 'E'};

inline constexpr std::size_t header_size = magic.size() + 4 + 4 + 4 + 4 + 8; // see `pack`
inline constexpr std::size_t checksum_size = 4;

} // namespace detail

/// A value as a row of bytes that can be read back, on any machine, and on none if it was altered:
///
/// | bytes | what |
/// |---|---|
/// | 8 | 0x89 "COPPICE" |
/// | 4 | version of the format, 1 |
/// | 4 | layout of the content: see `layout` |
/// | 4, 4 | the recipe and the model that it belongs to: see `subject` |
/// | 8 | length of the content |
/// | | the content: see `write` |
/// | 4 | checksum of all that stands before: see `checksum` |
///
/// All numbers are written little end first.
template <storable T>
[[nodiscard]] std::vector<std::byte> pack(const T& value, const subject& of = {}) {
    writer content;
    write(content, value);
    writer whole;
    whole.put_row(std::span<const unsigned char>(detail::magic));
    whole.put(version);
    whole.put(layout<T>);
    whole.put(of.recipe);
    whole.put(of.model);
    whole.put_size(content.bytes().size());
    whole.put_row(content.bytes());
    whole.put(checksum(whole.bytes()));
    return std::move(whole).result();
}

/// Reads what `pack` has made of a value of the same type and subject. Only numbers are taken from
/// the bytes, and no more memory than they fill.
/// @param where  the file, for errors
/// @throws coppice::error for bytes that were cut short or altered, that another version wrote, or
///         that hold something else
template <storable T>
[[nodiscard]] T
unpack(std::span<const std::byte> bytes, const std::string& where, const subject& of = {}) {
    constexpr std::size_t least = detail::header_size + detail::checksum_size;
    reader in(bytes, where);
    if (bytes.size() < least) {
        in.refuse(
            "length", text(bytes.size()) + " bytes",
            "at least " + text(least) + ", as of every checkpoint: it is cut short, or none");
    }
    std::array<unsigned char, detail::magic.size()> magic{};
    in.take_row(std::span<unsigned char>(magic));
    if (magic != detail::magic) {
        in.refuse("beginning", "of another kind of file", "that of a checkpoint");
    }
    if (const auto found = in.take<std::uint32_t>(); found != version) {
        in.refuse("version of the format", text(found), text(version) + ", which is read here");
    }
    const auto found_layout = in.take<std::uint32_t>();
    const subject found{in.take<std::uint32_t>(), in.take<std::uint32_t>()};
    if (const auto length = in.take<std::uint64_t>(); length != bytes.size() - least) {
        in.refuse(
            "length of the content", text(bytes.size() - least) + " bytes",
            text(length) + ", which were saved: it is cut short or altered");
    }
    const std::span<const std::byte> summed = bytes.first(bytes.size() - detail::checksum_size);
    reader end(bytes.last(detail::checksum_size), where);
    if (const auto noted = end.take<std::uint32_t>(); noted != checksum(summed)) {
        in.refuse("checksum", text(checksum(summed)), text(noted) + ", as noted: it is altered");
    }
    if (found_layout != layout<T>) {
        in.refuse(
            "content", "of another kind", "a state of the kind that this program has asked for");
    }
    if (found.recipe != of.recipe) {
        in.refuse("content", "of another recipe", "of the recipe that goes on, numbers included");
    }
    if (found.model != of.model) {
        in.refuse("content", "of another model", "of the model that goes on");
    }
    reader content(summed.subspan(detail::header_size), where);
    T value{};
    read(content, value);
    content.expect_end();
    return value;
}

} // namespace coppice::checkpoint
