#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "ptx/meaning.hpp"

namespace ptx {

template <class... T>
struct types {};

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i16 = std::int16_t;
using i32 = std::int32_t;
using i64 = std::int64_t;
using unsigned_types = types<u16, u32, u64>;
using integers = types<u16, u32, u64, i16, i32, i64>;
using floats = types<float, double>;
using numbers = types<u16, u32, u64, i16, i32, i64, float, double>;
using numbers_without_sign = types<u16, u32, u64, float, double>;
using stored = types<u8, u16, u32, u64, std::int8_t, i16, i32, i64, float, double>;

/// As "u32"; "b32" is it, too.
template <class T>
[[nodiscard]] bool is_called(std::string_view name) {
    const char kind = std::is_floating_point_v<T> ? 'f' : std::is_signed_v<T> ? 's' : 'u';
    return name.substr(1) == std::to_string(8 * sizeof(T)) &&
           (name[0] == kind || (name[0] == 'b' && kind == 'u'));
}

/// of<T>() for the type that a name says; null if none of them is meant.
template <class... T, class Of>
[[nodiscard]] meaning by_type(types<T...> /*those*/, std::string_view name, Of of) {
    meaning found = nullptr;
    static_cast<void>(
        ((is_called<T>(name) ? (found = of.template operator()<T>(), true) : false) || ...));
    return found;
}

/// Where a sign makes no difference to the bits of a result: add.s32 and add.u32 are one.
[[nodiscard]] inline std::string without_sign(std::string_view type) {
    return (type[0] == 's' ? "u" : std::string(1, type[0])) + std::string(type.substr(1));
}

template <class Those, class F>
[[nodiscard]] meaning of_one(Those those, std::string_view type, F /*does*/) {
    return by_type(those, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(i.to, static_cast<T>(F{}(t.get<T>(i.from[0]))));
        };
    });
}

template <class Those, class F>
[[nodiscard]] meaning of_two(Those those, std::string_view type, F /*does*/) {
    return by_type(those, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(i.to, static_cast<T>(F{}(t.get<T>(i.from[0]), t.get<T>(i.from[1]))));
        };
    });
}

/// a b + c
template <class Those, class F>
[[nodiscard]] meaning of_three(Those those, std::string_view type, F /*does*/) {
    return by_type(those, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(
                i.to,
                static_cast<T>(F{}(t.get<T>(i.from[0]), t.get<T>(i.from[1]), t.get<T>(i.from[2]))));
        };
    });
}

struct itself {
    template <class T>
    T operator()(T a) const {
        return a;
    }
};

/// A register is as wide as it is; a number that is narrower is widened with its sign.
template <class T>
void set_widened(thread& t, int to, T value) {
    if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
        t.set(to, i64{value});
    } else {
        t.set(to, value);
    }
}

} // namespace ptx
