#pragma once

#include "coppice/core/element.hpp"
#include "coppice/score/source.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace coppice::backend::detail {

/// Calls visit(i, weight of group begin + i) for `count` groups of one weight each.
template <element T, class Visit>
void for_each_weight(const grouped<const T>& weights, index begin, index count, Visit visit) {
    if (weights.groups_adjacent()) {
        const T* const first = weights.data + begin;
        for (index i = 0; i < count; ++i) {
            visit(i, first[i]);
        }
    } else {
        for (index i = 0; i < count; ++i) {
            visit(i, *weights.group(begin + i));
        }
    }
}

/// Integers in the order of a source's scores: equal for equal scores, -0 and +0 among them.
///
///     key                  a signed integer; its lowest value is no score's key
///     not_a_number         the lowest key that a NaN may have; every number's key is below it
///     read(source, begin, count, out)
///                          writes the keys of `count` groups from `begin` on
template <score::source Source>
struct keys_of {
    using key = std::int64_t;
    static constexpr key not_a_number = std::numeric_limits<key>::max();

    [[nodiscard]] static key of(double score) {
        const auto bits = std::bit_cast<key>(score + 0.0); // -0 becomes +0
        const key ordered = bits ^ (bits >> 63 & std::numeric_limits<key>::max());
        return score == score ? ordered : not_a_number;
    }

    static void read(const Source& source, index begin, index count, key* out) {
        for (index i = 0; i < count; ++i) {
            out[i] = of(source[begin + i]);
        }
    }
};

/// Scores that are computed where they are read.
template <class Policy, element T>
struct keys_of<score::of_weights<Policy, T>> : keys_of<score::stored> {
    static void
    read(const score::of_weights<Policy, T>& source, index begin, index count, key* out) {
        const Policy policy = source.policy;
        for_each_weight(source.weights, begin, count, [&](index i, T weight) {
            out[i] = keys_of::of(policy.finish(policy.accumulate(0.0, weight), 1));
        });
    }
};

/// Where the order of the weights' magnitudes will do, the weights' own bits without the sign.
template <class Policy, element T>
    requires score::in_order_of_magnitude<Policy, T>
struct keys_of<score::of_weights<Policy, T>> {
    using key = std::remove_const_t<decltype(infinity_bits<T>)>;
    static constexpr key not_a_number = static_cast<key>(infinity_bits<T> + 1);

    [[nodiscard]] static key of(T weight) {
        return static_cast<key>(std::bit_cast<key>(weight) & std::numeric_limits<key>::max());
    }

    static void
    read(const score::of_weights<Policy, T>& source, index begin, index count, key* out) {
        for_each_weight(
            source.weights, begin, count, [&](index i, T weight) { out[i] = of(weight); });
    }
};

} // namespace coppice::backend::detail
