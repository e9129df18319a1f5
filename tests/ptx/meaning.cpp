#include "ptx/meaning.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <stdexcept>
#include <string_view>
#include <type_traits>

namespace ptx {
namespace {

using meaning = void (*)(thread&, const instruction&);

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
[[nodiscard]] std::string without_sign(std::string_view type) {
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

struct root {
    template <class T>
    T operator()(T a) const {
        return std::sqrt(a);
    }
};

struct itself {
    template <class T>
    T operator()(T a) const {
        return a;
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

[[nodiscard]] meaning shift(std::string_view type, bool left) {
    return by_type(integers{}, type, [left]<class T>() -> meaning {
        return left ? meaning{[](thread& t, const instruction& i) {
            t.set(i.to, shifted(t.get<T>(i.from[0]), t.get<u32>(i.from[1]), true));
        }}
                    : meaning{[](thread& t, const instruction& i) {
                          t.set(i.to, shifted(t.get<T>(i.from[0]), t.get<u32>(i.from[1]), false));
                      }};
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

/// A register is as wide as it is; a number that is narrower is widened with its sign.
template <class T>
void set_widened(thread& t, int to, T value) {
    if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
        t.set(to, i64{value});
    } else {
        t.set(to, value);
    }
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

/// The memory that an access is to, and where it begins there as an address counts. What a thread
/// or block has for itself can be meant by an address of the whole device, too.
[[nodiscard]] bytes& memory_of(thread& t, const instruction& i, address& at, std::size_t size) {
    bytes& shared = t.in().shared;
    bytes& local = t.local();
    if (i.in == space::shared) {
        at += shared.begin();
        return shared;
    }
    if (i.in == space::local) {
        at += local.begin();
        return local;
    }
    if (i.in == space::global) {
        return device().that_holds(at, size);
    }
    return shared.hold(at, size)  ? shared
           : local.hold(at, size) ? local
                                  : device().that_holds(at, size);
}

[[nodiscard]] std::size_t size_of(const instruction& i) {
    return i.size * static_cast<std::size_t>(std::max(i.count, 1));
}

[[nodiscard]] address address_of_access(const thread& t, const instruction& i) {
    return static_cast<address>(i.offset) + (i.from[0] == none ? 0 : t.get<u64>(i.from[0]));
}

[[nodiscard]] const std::byte* parameter_at(const thread& t, const instruction& i) {
    const address at = address_of_access(t, i);
    const std::size_t all = t.in().parameters.size();
    if (at > all || size_of(i) > all - at) {
        throw std::runtime_error("an access beyond the parameters");
    }
    return t.in().parameters.data() + at;
}

enum class access { reads, writes, both };

/// Where an access begins in memory of the host.
[[nodiscard]] std::byte* place(thread& t, const instruction& i, access how) {
    const std::size_t size = size_of(i);
    address at = address_of_access(t, i);
    bytes& in = memory_of(t, i, at, size);
    if (!in.hold(at, size)) {
        throw std::runtime_error("an access beyond the memory of a block or thread");
    }
    if (at % size != 0) {
        throw std::runtime_error("an access that is not aligned");
    }
    // A thread's own memory is left out, as registers are: compilers copy what was never set.
    if (how != access::writes && &in != &t.local() && !in.written(at, size)) {
        throw std::runtime_error("what was not written yet is read");
    }
    if (how != access::reads) {
        in.write(at, size);
    }
    return in.data() + (at - in.begin());
}

[[nodiscard]] meaning loading(std::string_view type) {
    return by_type(stored{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            const std::byte* const from =
                i.in == space::parameters ? parameter_at(t, i) : place(t, i, access::reads);
            for (int part = 0; part < i.count; ++part) {
                T value;
                std::memcpy(
                    &value, from + static_cast<std::size_t>(part) * sizeof value, sizeof value);
                set_widened(t, i.parts[static_cast<std::size_t>(part)], value);
            }
        };
    });
}

[[nodiscard]] meaning storing(std::string_view type) {
    return by_type(stored{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            std::byte* const to = place(t, i, access::writes);
            for (int part = 0; part < i.count; ++part) {
                const T value = t.get<T>(i.parts[static_cast<std::size_t>(part)]);
                std::memcpy(
                    to + static_cast<std::size_t>(part) * sizeof value, &value, sizeof value);
            }
        };
    });
}

template <class F>
[[nodiscard]] meaning atomic(std::string_view type, F /*does*/) {
    return by_type(types<u32, u64, i32, i64>{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            std::byte* const at = place(t, i, access::both);
            T before;
            std::memcpy(&before, at, sizeof before);
            const auto after = static_cast<T>(F{}(before, t.get<T>(i.from[1])));
            std::memcpy(at, &after, sizeof after);
            t.set(i.to, before);
        };
    });
}

[[nodiscard]] meaning atomic_of(const opcode& name) {
    const std::string& type = name.back();
    return has(name, "add")   ? atomic(without_sign(type), std::plus<>())
           : has(name, "min") ? atomic(type, lesser())
           : has(name, "max") ? atomic(type, greater())
           : has(name, "or")  ? atomic(type, std::bit_or<>())
                              : nullptr;
}

/// A generic address of what a thread or block has for itself, and back.
[[nodiscard]] meaning address_of(const opcode& name) {
    const bool back = has(name, "to");
    if (has(name, "shared")) {
        return back ? meaning{[](thread& t, const instruction& i) {
            t.set(i.to, t.get<u64>(i.from[0]) - t.in().shared.begin());
        }}
                    : meaning{[](thread& t, const instruction& i) {
                          t.set(i.to, t.get<u64>(i.from[0]) + t.in().shared.begin());
                      }};
    }
    if (has(name, "local")) {
        return back ? meaning{[](thread& t, const instruction& i) {
            t.set(i.to, t.get<u64>(i.from[0]) - t.local().begin());
        }}
                    : meaning{[](thread& t, const instruction& i) {
                          t.set(i.to, t.get<u64>(i.from[0]) + t.local().begin());
                      }};
    }
    return has(name, "global") ? of_one(types<u64>{}, "u64", itself()) : nullptr;
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

[[nodiscard]] meaning logical(const opcode& name) {
    const std::string& type = name.back();
    const bool predicates = type == "pred";
    const auto of_bits = [&](auto does) { return of_two(unsigned_types{}, type, does); };
    if (name[0] == "and") {
        return predicates ? of_predicates(std::logical_and<>()) : of_bits(std::bit_and<>());
    }
    if (name[0] == "or") {
        return predicates ? of_predicates(std::logical_or<>()) : of_bits(std::bit_or<>());
    }
    if (name[0] == "xor") {
        return predicates ? of_predicates(std::not_equal_to<>()) : of_bits(std::bit_xor<>());
    }
    return predicates ? meaning{[](thread& t, const instruction& i) {
        t.set(i.to, u64{t.get<u64>(i.from[0]) == 0});
    }}
                      : of_one(unsigned_types{}, type, std::bit_not<>());
}

[[nodiscard]] meaning arithmetic(const opcode& name) {
    const std::string& what = name[0];
    const std::string& type = name.back();
    const std::string bits = without_sign(type);
    if (what == "add") {
        return of_two(numbers_without_sign{}, bits, std::plus<>());
    }
    if (what == "sub") {
        return of_two(numbers_without_sign{}, bits, std::minus<>());
    }
    if (what == "mul") {
        return has(name, "wide") ? whole_product(type)
                                 : of_two(numbers_without_sign{}, bits, product());
    }
    if (what == "mad") {
        return of_three(unsigned_types{}, bits, product_and_sum());
    }
    if (what == "fma") {
        return of_three(floats{}, type, product_and_sum());
    }
    if (what == "div") {
        return of_two(numbers{}, type, quotient());
    }
    if (what == "rem") {
        return of_two(integers{}, type, rest());
    }
    if (what == "min") {
        return of_two(numbers{}, type, lesser());
    }
    if (what == "max") {
        return of_two(numbers{}, type, greater());
    }
    if (what == "neg") {
        return of_one(numbers_without_sign{}, bits, std::negate<>());
    }
    if (what == "abs") {
        return of_one(floats{}, type, magnitude());
    }
    return what == "sqrt" ? of_one(floats{}, type, root()) : nullptr;
}

[[nodiscard]] meaning of_bits(const opcode& name) {
    const std::string& type = name.back();
    if (name[0] == "shl" || name[0] == "shr") {
        const bool left = name[0] == "shl";
        return shift(type, left);
    }
    if (name[0] == "popc") {
        return count_of(type, set_ones());
    }
    if (name[0] == "clz") {
        return count_of(type, leading_zeros());
    }
    return name[0] == "bfi" ? insertion(type) : nullptr;
}

[[nodiscard]] meaning moving(const opcode& name, instruction& to) {
    const std::string& type = name.back();
    if (name[0] == "mov") {
        if (type == "pred") {
            return of_one(types<u64>{}, "u64", itself());
        }
        if (to.count != 0 && (to.count < 2 || to.size > sizeof(u64))) {
            return nullptr;
        }
        return to.count == 0   ? of_one(numbers{}, type, itself())
               : to.to != none ? meaning{pack}
                               : meaning{unpack};
    }
    if (name[0] == "selp") {
        return choice(type);
    }
    if (name[0] == "setp") {
        to.how = comparison_of(name[1]);
        return compare(type);
    }
    if (name[0] == "cvt") {
        const std::string& made = name[name.size() - 2];
        const std::string rounding = rounding_of(made, type);
        if (name.size() != (rounding.empty() ? 3 : 4) ||
            (!rounding.empty() && name[1] != rounding)) {
            return nullptr;
        }
        if (type == "f16") {
            return made == "f32"   ? meaning{half_to_float}
                   : made == "f64" ? meaning{half_to_double}
                                   : nullptr;
        }
        return conversion(made, type);
    }
    if (name[0] == "cvta") {
        return address_of(name);
    }
    if (name[0] == "ld") {
        return loading(type);
    }
    if (name[0] == "st") {
        return storing(type);
    }
    return name[0] == "atom" || name[0] == "red" ? atomic_of(name) : nullptr;
}

struct known_opcode {
    std::size_t operands;
    std::vector<std::string> modifiers; ///< that may stand between the opcode and its type
};

[[nodiscard]] const std::map<std::string, known_opcode>& known_opcodes() {
    static const std::vector<std::string> comparisons = {"eq",  "ne",  "lt",  "le",  "gt",  "ge",
                                                         "lo",  "ls",  "hi",  "hs",  "equ", "neu",
                                                         "ltu", "leu", "gtu", "geu", "num", "nan"};
    static const std::vector<std::string> atomic_modifiers = {"global", "shared", "add",
                                                              "min",    "max",    "or"};
    static const std::map<std::string, known_opcode> known = {
        {"abs", {2, {}}},
        {"add", {3, {"rn"}}},
        {"and", {3, {}}},
        {"atom", {3, atomic_modifiers}},
        {"bfi", {5, {}}},
        {"clz", {2, {}}},
        {"cvt",
         {2, {"rn", "rzi", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64"}}},
        {"cvta", {2, {"to", "global", "shared", "local"}}},
        {"div", {3, {"rn"}}},
        {"fma", {4, {"rn"}}},
        {"ld", {2, {"volatile", "global", "shared", "local", "param", "v2", "v4"}}},
        {"mad", {4, {"lo"}}},
        {"max", {3, {}}},
        {"min", {3, {}}},
        {"mov", {2, {}}},
        {"mul", {3, {"rn", "lo", "wide"}}},
        {"neg", {2, {}}},
        {"not", {2, {}}},
        {"or", {3, {}}},
        {"popc", {2, {}}},
        {"red", {2, atomic_modifiers}},
        {"rem", {3, {}}},
        {"selp", {4, {}}},
        {"setp", {3, comparisons}},
        {"shl", {3, {}}},
        {"shr", {3, {}}},
        {"sqrt", {2, {"rn"}}},
        {"st", {2, {"volatile", "global", "shared", "local", "v2", "v4"}}},
        {"sub", {3, {"rn"}}},
        {"xor", {3, {}}}};
    return known;
}

} // namespace

void expect_known(const opcode& name, std::size_t operands, const std::string& text) {
    const auto found = known_opcodes().find(name[0]);
    if (found == known_opcodes().end() || name.size() < 2 || operands != found->second.operands ||
        !std::all_of(name.begin() + 1, name.end() - 1, [&](const std::string& each) {
            return has(found->second.modifiers, each.c_str());
        })) {
        throw std::runtime_error("an instruction that is not known: " + text);
    }
}

bool has(const opcode& name, const char* part) {
    return std::find(name.begin(), name.end(), part) != name.end();
}

void give_meaning(instruction& to, const opcode& name) {
    constexpr std::array<std::string_view, 4> logical_names = {"and", "or", "xor", "not"};
    to.run = std::find(logical_names.begin(), logical_names.end(), name[0]) != logical_names.end()
                 ? logical(name)
                 : arithmetic(name);
    if (to.run == nullptr) {
        to.run = of_bits(name);
    }
    if (to.run == nullptr) {
        to.run = moving(name, to);
    }
    if (to.run == nullptr) {
        throw std::runtime_error("an instruction that is not known: " + to.text);
    }
}

namespace {

/// The lane that a lane of a shuffle reads, and whether it is one of its own segment.
struct lane_read {
    int lane;
    bool inside;
};

[[nodiscard]] lane_read shuffled(collective how, int lane, int by, u32 clamp) {
    const int segment = static_cast<int>(clamp >> 8U & 31U);
    const int bound = (lane & segment) | (static_cast<int>(clamp & 31U) & ~segment);
    switch (how) {
    case collective::shuffle_up:
        return {lane - by, lane - by >= bound};
    case collective::shuffle_down:
        return {lane + by, lane + by <= bound};
    case collective::shuffle_xor:
        return {lane ^ by, (lane ^ by) <= bound};
    default: {
        const int other = (lane & segment) | (by & ~segment);
        return {other, other <= bound};
    }
    }
}

} // namespace

void do_together(std::vector<thread>& threads, int first, std::uint32_t mask) {
    const auto of_lane = [&](int lane) -> thread& { return *(threads.begin() + first + lane); };
    const auto each = [&](auto visit) {
        for (int lane = 0; lane < 32; ++lane) {
            if ((mask >> lane & 1U) != 0) {
                visit(lane, of_lane(lane), of_lane(lane).next());
            }
        }
    };
    std::array<u32, 32> shown{};
    std::array<bool, 32> inside{};
    u32 ballot = 0;
    each([&](int lane, thread& t, const instruction& i) {
        const auto at = static_cast<std::size_t>(lane);
        if (i.together <= collective::shuffle_xor) {
            const lane_read of = shuffled(
                i.together, lane, static_cast<int>(t.get<u32>(i.from[1]) & 31U),
                t.get<u32>(i.from[2]));
            const int from = of.inside ? of.lane : lane;
            if ((mask >> from & 1U) == 0) {
                throw std::runtime_error("a lane reads from one that is not in the mask");
            }
            shown[at] = of_lane(from).get<u32>(i.from[0]);
            inside[at] = of.inside;
        } else if (i.together != collective::warp_barrier) {
            ballot |= u32{t.get<u64>(i.from[0]) != 0} << lane;
        }
    });
    each([&](int lane, thread& t, const instruction& i) {
        const auto at = static_cast<std::size_t>(lane);
        if (i.together <= collective::shuffle_xor) {
            t.set(i.to, shown[at]);
            t.set(i.also_to, u64{inside[at]});
        } else if (i.together == collective::ballot) {
            t.set(i.to, ballot);
        } else if (i.together != collective::warp_barrier) {
            t.set(i.to, u64{i.together == collective::any ? ballot != 0 : ballot == mask});
        }
        ++t.at;
        t.is = thread::state::runs;
    });
}

} // namespace ptx
