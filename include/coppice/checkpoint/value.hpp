#pragma once

#include "coppice/checkpoint/concept.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace coppice::checkpoint {

namespace detail {

/// The fewest bytes in which a value of the type is written.
template <class T>
consteval std::size_t least_size();

template <class Fields>
inline constexpr std::size_t least_sum = 0;
template <class... Field>
inline constexpr std::size_t least_sum<std::tuple<Field&...>> = (least_size<Field>() + ... + 0);

template <class T>
consteval std::size_t least_size() {
    if constexpr (encodes_itself<T>) {
        return 1;
    } else if constexpr (number<T>) {
        return sizeof(T);
    } else if constexpr (std::is_same_v<T, std::string> || is_list<T>) {
        return sizeof(std::uint64_t);
    } else if constexpr (is_array<T>) {
        return std::tuple_size_v<T> * least_size<typename T::value_type>();
    } else {
        return least_sum<decltype(fields(std::declval<T&>()))>;
    }
}

/// Adds one number to a description of a type (FNV-1a).
consteval std::uint32_t mix(std::uint32_t so_far, std::uint32_t with) {
    return (so_far ^ with) * 16777619U;
}

template <class T>
consteval std::uint32_t describe(std::uint32_t so_far);

template <class Fields>
struct description;
template <class... Field>
struct description<std::tuple<Field&...>> {
    static consteval std::uint32_t of(std::uint32_t so_far) {
        ((so_far = describe<Field>(so_far)), ...);
        return mix(so_far, sizeof...(Field));
    }
};

template <class T>
consteval std::uint32_t describe(std::uint32_t so_far) {
    if constexpr (encodes_itself<T>) {
        return mix(so_far, 'x');
    } else if constexpr (std::is_enum_v<T>) {
        return describe<std::underlying_type_t<T>>(mix(so_far, 'e'));
    } else if constexpr (number<T>) {
        const char kind = std::is_same_v<T, bool>       ? 'b'
                          : std::is_floating_point_v<T> ? 'f'
                          : std::is_unsigned_v<T>       ? 'u'
                                                        : 'i';
        return mix(mix(so_far, static_cast<std::uint32_t>(kind)), sizeof(T));
    } else if constexpr (std::is_same_v<T, std::string>) {
        return mix(so_far, 's');
    } else if constexpr (is_list<T>) {
        return describe<typename T::value_type>(mix(so_far, 'v'));
    } else if constexpr (is_array<T>) {
        return describe<typename T::value_type>(
            mix(mix(so_far, 'a'), static_cast<std::uint32_t>(std::tuple_size_v<T>)));
    } else {
        return description<decltype(fields(std::declval<T&>()))>::of(mix(so_far, '{'));
    }
}

} // namespace detail

/// Writes a value, part by part.
template <storable T>
void write(writer& out, const T& value) {
    if constexpr (encodes_itself<T>) {
        encode(out, value);
    } else if constexpr (number<T>) {
        out.put(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        out.put_size(value.size());
        out.put_row(std::span<const char>(value));
    } else if constexpr (detail::is_list<T> || detail::is_array<T>) {
        using element = typename T::value_type;
        if constexpr (detail::is_list<T>) {
            out.put_size(value.size());
        }
        if constexpr (number<element> && !encodes_itself<element>) {
            out.put_row(std::span<const element>(value));
        } else {
            for (const element& each : value) {
                write(out, each);
            }
        }
    } else {
        std::apply([&](const auto&... field) { (write(out, field), ...); }, detail::fields(value));
    }
}

/// Reads what `write` has written of a value of the same type.
/// @throws coppice::error for bytes that are no such value; `value` is then of no use
template <storable T>
void read(reader& in, T& value) {
    if constexpr (encodes_itself<T>) {
        decode(in, value);
    } else if constexpr (number<T>) {
        value = in.take<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
        value.resize(in.take_size(1));
        in.take_row(std::span<char>(value));
    } else if constexpr (detail::is_list<T> || detail::is_array<T>) {
        using element = typename T::value_type;
        if constexpr (detail::is_list<T>) {
            static_assert(
                detail::least_size<element>() > 0,
                "A vector of something without fields cannot be saved: its length could not be "
                "checked on reading.");
            value.clear();
            value.resize(in.take_size(detail::least_size<element>()));
        }
        if constexpr (number<element> && !encodes_itself<element>) {
            in.take_row(std::span<element>(value));
        } else {
            for (element& each : value) {
                read(in, each);
            }
        }
    } else {
        std::apply([&](auto&... field) { (read(in, field), ...); }, detail::fields(value));
    }
}

/// A number that stands for what a type is made of: kinds, widths and order of all its parts. Bytes
/// are read as the type that they were written from; names do not count.
template <storable T>
inline constexpr std::uint32_t layout = detail::describe<T>(2166136261U);

} // namespace coppice::checkpoint
