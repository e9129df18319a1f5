#pragma once

#include "coppice/backend/detail/score_keys.hpp"
#include "coppice/backend/grid/sums.hpp"
#include "coppice/score/source.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace coppice::backend::grid {

/// The key of a score: 64 bits in the order of the scores, equal for -0 and +0.
struct wide_keys {
    using key = std::uint64_t;
    static constexpr int bits = 64;
    static constexpr key not_a_number = std::numeric_limits<key>::max();

    [[nodiscard]] static constexpr key of(double score) {
        return static_cast<key>(detail::score_keys::of(score)) ^ key { 1 } << 63;
    }

    /// The score that has this key; of a NaN's, NaN.
    [[nodiscard]] static constexpr double score(key of) {
        const auto ordered = static_cast<std::int64_t>(of ^ key{1} << 63);
        return std::bit_cast<double>(
            ordered ^ (ordered >> 63 & std::numeric_limits<std::int64_t>::max()));
    }
};

/// A source's scores as the grid reads them.
///
///     key                 an unsigned integer; 0 is no score's key
///     bits                no key has more
///     not_a_number        the key of a NaN is at least that, and every number's is below it
///     [group]             its key
///     score(group)        its score
///     in_a_row()          whether the numbers behind lie side by side
///     row()               then gives the keys with less to remember; else it is not asked
///     row().raised(group), raised_limit(limit)
///                         if it has them: in the same order, with less to compute; and where a
///                         key, 0 excepted, stands among those
template <score::source Source>
struct keys_of;

template <class Keys>
concept raisable = requires(const Keys& keys, index g) {
    { Keys::raised_limit(keys[g]) } -> std::same_as<decltype(keys.raised(g))>;
};

/// The raised ones in place of the keys.
template <raisable Keys>
struct raised_keys {
    const Keys& keys;

    [[nodiscard]] constexpr auto operator[](index g) const { return keys.raised(g); }
};

template <>
struct keys_of<score::stored> : wide_keys {
    const double* values = nullptr;

    constexpr keys_of() = default;
    constexpr explicit keys_of(const score::stored& source) : values(source.values) {}

    [[nodiscard]] constexpr double score(index g) const { return values[g]; }
    [[nodiscard]] constexpr key operator[](index g) const { return of(values[g]); }
    [[nodiscard]] static constexpr bool in_a_row() { return true; }
    [[nodiscard]] constexpr keys_of row() const { return *this; }
};

template <class Policy, element T>
struct keys_of<score::of_groups<Policy, T>> : wide_keys {
    Policy policy;
    cut<const T> groups;

    constexpr explicit keys_of(const score::of_groups<Policy, T>& source)
        : policy(source.policy), groups(source.groups) {}

    [[nodiscard]] constexpr double score(index g) const { return score_alone(policy, g, groups); }
    [[nodiscard]] constexpr key operator[](index g) const { return of(score(g)); }
    [[nodiscard]] static constexpr bool in_a_row() { return false; }
    [[nodiscard]] constexpr const keys_of& row() const { return *this; }
};

/// Single weights, side by side or not.
template <class Policy, element T>
struct single_weights {
    Policy policy;
    const T* data;
    axes places;

    constexpr explicit single_weights(const score::of_weights<Policy, T>& source)
        : policy(source.policy), data(source.weights.data),
          places(source.weights.outer, source.weights.outer_strides) {}

    [[nodiscard]] constexpr bool in_a_row() const { return places.adjacent(); }
    [[nodiscard]] constexpr T weight(index g) const { return data[places.offset(g)]; }

    [[nodiscard]] static constexpr double score(const Policy& policy, T weight, index g) {
        return score::finished(policy, policy.accumulate(0.0, weight), 1, g);
    }
    [[nodiscard]] constexpr double score(index g) const { return score(policy, weight(g), g); }
};

template <class Policy, element T>
struct keys_of<score::of_weights<Policy, T>> : wide_keys, single_weights<Policy, T> {
    using single_weights<Policy, T>::score;
    using single_weights<Policy, T>::single_weights;

    struct row_keys {
        Policy policy;
        const T* data;

        [[nodiscard]] constexpr key operator[](index g) const {
            return of(single_weights<Policy, T>::score(policy, data[g], g));
        }
    };

    [[nodiscard]] constexpr key operator[](index g) const { return of(score(g)); }
    [[nodiscard]] constexpr row_keys row() const { return {this->policy, this->data}; }
};

/// Where the order of the weights' magnitudes will do, the weights' own bits without the sign.
template <class Policy, element T>
    requires score::in_order_of_magnitude<Policy, T>
struct keys_of<score::of_weights<Policy, T>> : single_weights<Policy, T> {
    using own_bits = std::make_unsigned_t<std::remove_const_t<decltype(infinity_bits<T>)>>;
    using key = std::conditional_t<sizeof(T) <= 4, std::uint32_t, std::uint64_t>;
    static constexpr int bits = 8 * static_cast<int>(sizeof(T));
    static constexpr key not_a_number = static_cast<key>(infinity_bits<T>) + 2;

    using single_weights<Policy, T>::single_weights;

    [[nodiscard]] static constexpr key of(T weight) {
        constexpr auto magnitude =
            static_cast<key>(std::numeric_limits<std::make_signed_t<own_bits>>::max());
        return (key{std::bit_cast<own_bits>(weight)} & magnitude) + 1;
    }

    struct row_keys {
        const T* data;

        [[nodiscard]] constexpr key operator[](index g) const { return of(data[g]); }
        [[nodiscard]] constexpr key raised(index g) const {
            return key{std::bit_cast<own_bits>(data[g])} << beside_magnitude;
        }
        [[nodiscard]] static constexpr key raised_limit(key limit) {
            return (limit - 1) << beside_magnitude;
        }

      private:
        static constexpr int beside_magnitude = 8 * static_cast<int>(sizeof(key)) - bits + 1;
    };

    [[nodiscard]] constexpr key operator[](index g) const { return of(this->weight(g)); }
    [[nodiscard]] constexpr row_keys row() const { return {this->data}; }
};

} // namespace coppice::backend::grid
