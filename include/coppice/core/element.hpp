#pragma once

#include <type_traits>

namespace coppice {

/// Whether a tensor of `T` can be pruned. A host's own number type joins by specialising this: it
/// needs an exact conversion to double, a construction from 0 and copies.
template <class T>
inline constexpr bool is_element = std::is_same_v<T, float> || std::is_same_v<T, double>;

/// The numbers that weights are made of: float, double, and what `is_element` is specialised for.
template <class T>
concept element = is_element<std::remove_const_t<T>>;

} // namespace coppice
