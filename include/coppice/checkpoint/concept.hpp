#pragma once

#include "coppice/checkpoint/fields.hpp"
#include "coppice/checkpoint/reader.hpp"
#include "coppice/checkpoint/writer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// States as bytes, and back.
namespace coppice::checkpoint {

namespace detail {

template <class T>
inline constexpr bool is_list = false;
template <class Element>
inline constexpr bool is_list<std::vector<Element>> = !std::is_same_v<Element, bool>;

template <class T>
inline constexpr bool is_array = false;
template <class Element, std::size_t Count>
inline constexpr bool is_array<std::array<Element, Count>> = true;

} // namespace detail

/// A type that says itself how it is written and read, by two functions beside it:
///
///     void encode(coppice::checkpoint::writer& out, const mine& value);
///     void decode(coppice::checkpoint::reader& in, mine& value);
///
/// They may use `write` and `read` (coppice/checkpoint/value.hpp) for their parts. `decode` sees
/// bytes that somebody may have made up: it checks every length (`reader::take_size`) before it
/// takes memory for it, and refuses (`reader::refuse`) what cannot be.
template <class T>
concept encodes_itself =
    requires(writer& out, reader& in, const T& value, std::remove_const_t<T>& made) {
    encode(out, value);
    decode(in, made);
};

namespace detail {

template <class T>
consteval bool is_storable();

template <class Fields>
inline constexpr bool are_storable = false;
template <class... Field>
inline constexpr bool are_storable<std::tuple<Field&...>> = (is_storable<Field>() && ...);

template <class T>
consteval bool is_storable() {
    if constexpr (encodes_itself<T> || number<T> || std::is_same_v<T, std::string>) {
        return true;
    } else if constexpr (is_list<T> || is_array<T>) {
        return is_storable<typename T::value_type>();
    } else if constexpr (std::is_aggregate_v<T> && !std::is_array_v<T>) {
        return are_storable<decltype(fields(std::declval<T&>()))>;
    } else {
        return false;
    }
}

} // namespace detail

/// What can be saved: numbers, enumerators and truth values; strings; vectors (but for those of
/// bool) and std::arrays of what can be saved; aggregates of up to 16 such fields; and types that
/// encode themselves. So the `state` of a policy of your own is saved as it is when it is a struct
/// of numbers and vectors, with nothing to write for it:
///
///     struct state {
///         coppice::index round = 0;
///         std::vector<double> thresholds;
///     };
///
/// Its fields are no references, pointers or built-in arrays, and it has no base class.
template <class T>
concept storable = detail::is_storable<T>();

} // namespace coppice::checkpoint
