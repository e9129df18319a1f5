#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "ptx/types.hpp"

namespace ptx {
namespace {

struct product {
    template <class T>
    T operator()(T a, T b) const {
        if constexpr (std::is_integral_v<T>) {
            return static_cast<T>(u64{a} * b);
        } else {
            return a * b;
        }
    }
};

/// Refuses what PTX leaves open, and what has no result.
template <class T>
void expect_quotient(T a, T b) {
    if (b == 0) {
        throw std::runtime_error("a division by zero");
    }
    if (std::is_signed_v<T> && a == std::numeric_limits<T>::min() && b == static_cast<T>(-1)) {
        throw std::runtime_error("a quotient beyond the largest number");
    }
}

struct quotient {
    template <class T>
    T operator()(T a, T b) const {
        if constexpr (std::is_integral_v<T>) {
            expect_quotient(a, b);
        }
        return static_cast<T>(a / b);
    }
};

struct rest {
    template <class T>
    T operator()(T a, T b) const {
        expect_quotient(a, b);
        return static_cast<T>(a % b);
    }
};

struct lesser {
    template <class T>
    T operator()(T a, T b) const {
        if constexpr (std::is_floating_point_v<T>) {
            return a == b ? (std::signbit(a) ? a : b) : std::fmin(a, b); // -0 is below +0
        } else {
            return std::min(a, b);
        }
    }
};

struct greater {
    template <class T>
    T operator()(T a, T b) const {
        if constexpr (std::is_floating_point_v<T>) {
            return a == b ? (std::signbit(a) ? b : a) : std::fmax(a, b);
        } else {
            return std::max(a, b);
        }
    }
};

struct product_and_sum {
    template <class T>
    T operator()(T a, T b, T c) const {
        if constexpr (std::is_floating_point_v<T>) {
            return std::fma(a, b, c);
        } else {
            return static_cast<T>(u64{a} * b + c);
        }
    }
};

struct magnitude {
    template <class T>
    T operator()(T a) const {
        return std::fabs(a);
    }
};

struct reciprocal {
    template <class T>
    T operator()(T a) const {
        return T{1} / a;
    }
};

struct root {
    template <class T>
    T operator()(T a) const {
        return std::sqrt(a);
    }
};

template <class T>
using twice_as_wide = std::conditional_t<
    sizeof(T) == 2, std::conditional_t<std::is_signed_v<T>, i32, u32>,
    std::conditional_t<std::is_signed_v<T>, i64, u64>>;

/// mul.wide: the whole product of two numbers.
[[nodiscard]] meaning whole_product(std::string_view type) {
    return by_type(types<u16, i16, u32, i32>{}, type, []<class T>() -> meaning {
        using wide = twice_as_wide<T>;
        return [](thread& t, const instruction& i) {
            t.set(i.to, static_cast<wide>(wide{t.get<T>(i.from[0])} * wide{t.get<T>(i.from[1])}));
        };
    });
}

/// Shifts by as many bits as there are, or more, leave nothing, or the sign.
template <class T>
[[nodiscard]] T shifted(T number, u32 by, bool left) {
    constexpr u32 bits = 8 * sizeof(T);
    if (left) {
        return by >= bits ? T{0} : static_cast<T>(number << by);
    }
    if (by >= bits) {
        return std::is_signed_v<T> ? static_cast<T>(number >> (bits - 1)) : T{0};
    }
    return static_cast<T>(number >> by);
}

struct to_the_left {
    template <class T>
    T operator()(T number, u32 by) const {
        return shifted(number, by, true);
    }
};

struct to_the_right {
    template <class T>
    T operator()(T number, u32 by) const {
        return shifted(number, by, false);
    }
};

template <class F>
[[nodiscard]] meaning shift(std::string_view type, F /*does*/) {
    return by_type(integers{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(i.to, F{}(t.get<T>(i.from[0]), t.get<u32>(i.from[1])));
        };
    });
}

/// popc and clz: of bits of any width a number of 32.
template <class F>
[[nodiscard]] meaning count_of(std::string_view type, F /*does*/) {
    return by_type(unsigned_types{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(i.to, static_cast<u32>(F{}(t.get<T>(i.from[0]))));
        };
    });
}

struct set_ones {
    template <class T>
    int operator()(T bits) const {
        return std::popcount(bits);
    }
};

struct leading_zeros {
    template <class T>
    int operator()(T bits) const {
        return std::countl_zero(bits);
    }
};

/// bfi: the lowest bits of one number in the place of some of another.
[[nodiscard]] meaning insertion(std::string_view type) {
    return by_type(unsigned_types{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            const u32 first = t.get<u32>(i.from[2]) & 255U;
            const u32 length = t.get<u32>(i.from[3]) & 255U;
            const T ones =
                shifted(static_cast<T>(~shifted(static_cast<T>(~T{0}), length, true)), first, true);
            const T moved = shifted(t.get<T>(i.from[0]), first, true);
            t.set(i.to, static_cast<T>((t.get<T>(i.from[1]) & ~ones) | (moved & ones)));
        };
    });
}

[[nodiscard]] meaning choice(std::string_view type) {
    return by_type(numbers{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            t.set(i.to, t.get<T>(i.from[t.get<u64>(i.from[2]) != 0 ? 0 : 1]));
        };
    });
}

enum comparison { equal, not_equal, less, at_most, more, at_least, ordered, unordered };
constexpr int or_unordered = 8;

template <class T>
[[nodiscard]] bool holds(int how, T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(a) || std::isnan(b)) {
            return (how & or_unordered) != 0 || how == unordered;
        }
    }
    switch (how & ~or_unordered) {
    case equal:
        return a == b;
    case not_equal:
        return a != b;
    case less:
        return a < b;
    case at_most:
        return a <= b;
    case more:
        return a > b;
    case at_least:
        return a >= b;
    default:
        return how == ordered;
    }
}

[[nodiscard]] int comparison_of(std::string_view name) {
    constexpr std::array<std::string_view, 8> names = {"eq", "ne", "lt",  "le",
                                                       "gt", "ge", "num", "nan"};
    constexpr std::array<std::string_view, 4> unsigned_names = {"lo", "ls", "hi", "hs"};
    if (const auto* const found = std::find(names.begin(), names.end(), name);
        found != names.end()) {
        return static_cast<int>(found - names.begin());
    }
    if (const auto* const found = std::find(unsigned_names.begin(), unsigned_names.end(), name);
        found != unsigned_names.end()) {
        return less + static_cast<int>(found - unsigned_names.begin());
    }
    if (name.size() == 3 && name.back() == 'u') {
        return comparison_of(name.substr(0, 2)) + or_unordered;
    }
    throw std::runtime_error("a comparison by " + std::string(name) + " is not known");
}

[[nodiscard]] meaning compare(std::string_view type) {
    return by_type(numbers{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            const bool result = holds(i.how, t.get<T>(i.from[0]), t.get<T>(i.from[1]));
            t.set(i.to, u64{result});
            t.set(i.also_to, u64{!result});
        };
    });
}

/// cvt: floats to integers towards zero (rzi), where what is beyond is the nearest there is;
/// numbers to floats to the nearest, ties to even (rn).
template <class To, class From>
[[nodiscard]] To converted(From number) {
    if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        constexpr auto highest = static_cast<From>(std::numeric_limits<To>::max());
        constexpr auto lowest = static_cast<From>(std::numeric_limits<To>::min());
        if (std::isnan(number)) {
            using bits = std::make_unsigned_t<To>;
            return sizeof(From) == 8 || sizeof(To) == 8
                       ? static_cast<To>(bits{1} << (8 * sizeof(To) - 1))
                       : To{0};
        }
        return number >= highest  ? std::numeric_limits<To>::max()
               : number <= lowest ? std::numeric_limits<To>::min()
                                  : static_cast<To>(number);
    } else {
        return static_cast<To>(number);
    }
}

/// How a conversion has to be rounded; empty where it is exact, or not rounded.
[[nodiscard]] std::string rounding_of(std::string_view to, std::string_view from) {
    const bool from_float = from[0] == 'f';
    const bool to_float = to[0] == 'f';
    if (from_float != to_float) {
        return to_float ? "rn" : "rzi";
    }
    return to_float && to == "f32" && from == "f64" ? "rn" : "";
}

[[nodiscard]] meaning conversion(std::string_view to, std::string_view from) {
    return by_type(stored{}, to, [from]<class To>() {
        return by_type(stored{}, from, []<class From>() -> meaning {
            return [](thread& t, const instruction& i) {
                set_widened(t, i.to, converted<To>(t.get<From>(i.from[0])));
            };
        });
    });
}

/// A number of half precision.
[[nodiscard]] float of_half(u16 bits) {
    const int exponent = bits >> 10 & 31;
    const int fraction = bits & 1023;
    const float size = exponent == 31 ? (fraction == 0 ? std::numeric_limits<float>::infinity()
                                                       : std::numeric_limits<float>::quiet_NaN())
                       : exponent == 0
                           ? std::ldexp(static_cast<float>(fraction), -24)
                           : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
    return (bits >> 15) != 0 ? -size : size;
}

void half_to_float(thread& t, const instruction& i) {
    t.set(i.to, of_half(t.get<u16>(i.from[0])));
}

void half_to_double(thread& t, const instruction& i) {
    t.set(i.to, double{of_half(t.get<u16>(i.from[0]))});
}

/// mov of a vector's parts to one register, or back.
void pack(thread& t, const instruction& i) {
    const std::size_t bits = i.size * 8 / static_cast<std::size_t>(i.count);
    u64 whole = 0;
    for (int part = i.count - 1; part >= 0; --part) {
        const u64 own = t.get<u64>(i.parts[static_cast<std::size_t>(part)]);
        whole = whole << bits | (own & ((u64{1} << bits) - 1));
    }
    t.set(i.to, whole);
}

void unpack(thread& t, const instruction& i) {
    const std::size_t bits = i.size * 8 / static_cast<std::size_t>(i.count);
    u64 whole = t.get<u64>(i.from[0]);
    for (int part = 0; part < i.count; ++part) {
        t.set(i.parts[static_cast<std::size_t>(part)], whole & ((u64{1} << bits) - 1));
        whole >>= bits;
    }
}

/// Of numbers that are 0 or 1.
template <class F>
[[nodiscard]] meaning of_predicates(F /*does*/) {
    return [](thread& t, const instruction& i) {
        t.set(i.to, u64{F{}(t.get<u64>(i.from[0]) != 0, t.get<u64>(i.from[1]) != 0)});
    };
}

[[nodiscard]] meaning of_not(const std::string& type) {
    return type == "pred" ? meaning{[](thread& t, const instruction& i) {
        t.set(i.to, u64{t.get<u64>(i.from[0]) == 0});
    }}
                          : of_one(unsigned_types{}, type, std::bit_not<>());
}

/// Of predicates or of bits.
template <class OfPredicates, class OfBits>
[[nodiscard]] meaning logical(const std::string& type, OfPredicates one, OfBits other) {
    return type == "pred" ? of_predicates(one) : of_two(unsigned_types{}, type, other);
}

[[nodiscard]] meaning moving(const std::string& type, const instruction& to) {
    if (type == "pred") {
        return of_one(types<u64>{}, "u64", itself());
    }
    if (to.count == 0) {
        return of_one(numbers{}, type, itself());
    }
    if (to.count < 2 || to.size > sizeof(u64)) {
        return nullptr;
    }
    return to.to != none ? pack : unpack;
}

[[nodiscard]] meaning converting(const opcode& name) {
    const std::string& from = name.back();
    const std::string& to = name[name.size() - 2];
    const std::string rounding = rounding_of(to, from);
    if (name.size() != (rounding.empty() ? 3 : 4) || (!rounding.empty() && name[1] != rounding)) {
        return nullptr;
    }
    if (from == "f16") {
        return to == "f32" ? half_to_float : to == "f64" ? half_to_double : nullptr;
    }
    return conversion(to, from);
}

} // namespace

const known_opcodes& of_numbers() {
    using made = instruction;
    static const known_opcodes known = {
        {"abs",
         {2,
          {},
          [](const opcode& name, made&) { return of_one(floats{}, name.back(), magnitude()); }}},
        {"add",
         {3,
          {"rn"},
          [](const opcode& name, made&) {
              return of_two(numbers_without_sign{}, without_sign(name.back()), std::plus<>());
          }}},
        {"and",
         {3,
          {},
          [](const opcode& name, made&) {
              return logical(name.back(), std::logical_and<>(), std::bit_and<>());
          }}},
        {"bfi", {5, {}, [](const opcode& name, made&) { return insertion(name.back()); }}},
        {"clz",
         {2, {}, [](const opcode& name, made&) { return count_of(name.back(), leading_zeros()); }}},
        {"cvt",
         {2,
          {"rn", "rzi", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64"},
          [](const opcode& name, made&) { return converting(name); }}},
        {"div",
         {3,
          {"rn"},
          [](const opcode& name, made&) { return of_two(numbers{}, name.back(), quotient()); }}},
        {"fma",
         {4,
          {"rn"},
          [](const opcode& name, made&) {
              return of_three(floats{}, name.back(), product_and_sum());
          }}},
        {"mad",
         {4,
          {"lo"},
          [](const opcode& name, made&) {
              return of_three(unsigned_types{}, without_sign(name.back()), product_and_sum());
          }}},
        {"max",
         {3,
          {},
          [](const opcode& name, made&) { return of_two(numbers{}, name.back(), greater()); }}},
        {"min",
         {3,
          {},
          [](const opcode& name, made&) { return of_two(numbers{}, name.back(), lesser()); }}},
        {"mov", {2, {}, [](const opcode& name, made& to) { return moving(name.back(), to); }}},
        {"mul",
         {3,
          {"rn", "lo", "wide"},
          [](const opcode& name, made&) {
              return has(name, "wide")
                         ? whole_product(name.back())
                         : of_two(numbers_without_sign{}, without_sign(name.back()), product());
          }}},
        {"neg",
         {2,
          {},
          [](const opcode& name, made&) {
              return of_one(numbers_without_sign{}, without_sign(name.back()), std::negate<>());
          }}},
        {"not", {2, {}, [](const opcode& name, made&) { return of_not(name.back()); }}},
        {"or",
         {3,
          {},
          [](const opcode& name, made&) {
              return logical(name.back(), std::logical_or<>(), std::bit_or<>());
          }}},
        {"popc",
         {2, {}, [](const opcode& name, made&) { return count_of(name.back(), set_ones()); }}},
        {"rcp",
         {2,
          {"rn"},
          [](const opcode& name, made&) { return of_one(floats{}, name.back(), reciprocal()); }}},
        {"rem",
         {3,
          {},
          [](const opcode& name, made&) { return of_two(integers{}, name.back(), rest()); }}},
        {"selp", {4, {}, [](const opcode& name, made&) { return choice(name.back()); }}},
        {"setp",
         {3,
          {"eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu",
           "gtu", "geu", "num", "nan"},
          [](const opcode& name, made& to) {
              to.how = comparison_of(name[1]);
              return compare(name.back());
          }}},
        {"shl",
         {3, {}, [](const opcode& name, made&) { return shift(name.back(), to_the_left()); }}},
        {"shr",
         {3, {}, [](const opcode& name, made&) { return shift(name.back(), to_the_right()); }}},
        {"sqrt",
         {2,
          {"rn"},
          [](const opcode& name, made&) { return of_one(floats{}, name.back(), root()); }}},
        {"sub",
         {3,
          {"rn"},
          [](const opcode& name, made&) {
              return of_two(numbers_without_sign{}, without_sign(name.back()), std::minus<>());
          }}},
        {"xor", {3, {}, [](const opcode& name, made&) {
                     return logical(name.back(), std::not_equal_to<>(), std::bit_xor<>());
                 }}}};
    return known;
}

} // namespace ptx
