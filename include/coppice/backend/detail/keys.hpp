#pragma once

#include "coppice/backend/detail/group_scores.hpp"
#include "coppice/backend/detail/prefetch.hpp"
#include "coppice/backend/detail/score_keys.hpp"
#include "coppice/core/element.hpp"
#include "coppice/score/source.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace coppice::backend::detail {

/// Reads a source's scores as keys.
///
///     key                      a signed integer; its lowest value is no score's key
///     not_a_number             the lowest key that a NaN may have; every number's is below it
///     read(begin, count, out)  writes the keys of `count` groups from `begin` on
///     prefetch(begin, count)   says that they follow in a stream that is being read
///     prefetch_one(group)      says that a group anywhere will be read soon
///
/// Groups that are prefetched need not exist.
template <score::source Source>
class keys_of : public score_keys {
  public:
    explicit keys_of(const Source& source) : source_(source) {}

    void read(index begin, index count, key* out) const {
        for (index i = 0; i < count; ++i) {
            out[i] = of(source_[begin + i]);
        }
    }

    static void prefetch(index /*begin*/, index /*count*/) {}
    static void prefetch_one(index /*group*/) {}

  private:
    const Source& source_;
};

/// The weights behind scores that are computed where they are read.
template <element T>
class single_weights {
  public:
    explicit single_weights(const grouped<const T>& weights)
        : weights_(weights), adjacent_(weights.groups_adjacent()) {}

    /// Calls visit(i, weight of group begin + i) for `count` groups.
    template <class Visit>
    void visit(index begin, index count, Visit visit) const {
        if (adjacent_) {
            const T* const first = weights_.data + begin;
            for (index i = 0; i < count; ++i) {
                visit(i, first[i]);
            }
        } else {
            for (index i = 0; i < count; ++i) {
                visit(i, *weights_.group(begin + i));
            }
        }
    }

    COPPICE_ALWAYS_INLINE void prefetch(index begin, index count) const {
        if (adjacent_) {
            detail::prefetch(weights_.data + begin, count);
        }
    }

    COPPICE_ALWAYS_INLINE void prefetch_one(index group) const { prefetch(group, 1); }

  private:
    const grouped<const T>& weights_;
    bool adjacent_;
};

template <class Policy, element T>
class keys_of<score::of_weights<Policy, T>> : public score_keys, private single_weights<T> {
  public:
    explicit keys_of(const score::of_weights<Policy, T>& source)
        : single_weights<T>(source.weights), policy_(source.policy) {}

    using single_weights<T>::prefetch;
    using single_weights<T>::prefetch_one;

    void read(index begin, index count, key* out) const {
        this->visit(begin, count, [&](index i, T weight) {
            out[i] = of(score::finished(policy_, policy_.accumulate(0.0, weight), 1, begin + i));
        });
    }

  private:
    Policy policy_;
};

template <class Policy, element T>
class keys_of<score::of_groups<Policy, T>> : public score_keys {
  public:
    explicit keys_of(const score::of_groups<Policy, T>& source)
        : scores_(source.policy, source.groups) {}

    void read(index begin, index count, key* out) const {
        constexpr index at_once = 8 * side_by_side;
        std::array<double, static_cast<std::size_t>(at_once)> scores;
        for (index first = 0; first < count; first += at_once) {
            const index some = std::min(at_once, count - first);
            scores_.write(begin + first, begin + first + some, scores.data());
            for (index i = 0; i < some; ++i) {
                out[first + i] = of(scores[static_cast<std::size_t>(i)]);
            }
        }
    }

    COPPICE_ALWAYS_INLINE void prefetch(index begin, index count) const {
        scores_.prefetch(begin, count);
    }

    COPPICE_ALWAYS_INLINE void prefetch_one(index group) const { scores_.prefetch_one(group); }

  private:
    group_scores<Policy, T> scores_;
};

/// Where the order of the weights' magnitudes will do, the weights' own bits without the sign.
template <class Policy, element T>
    requires score::in_order_of_magnitude<Policy, T>
class keys_of<score::of_weights<Policy, T>> : private single_weights<T> {
  public:
    using key = std::remove_const_t<decltype(infinity_bits<T>)>;
    static constexpr key not_a_number = static_cast<key>(infinity_bits<T> + 1);

    explicit keys_of(const score::of_weights<Policy, T>& source)
        : single_weights<T>(source.weights) {}

    using single_weights<T>::prefetch;
    using single_weights<T>::prefetch_one;

    void read(index begin, index count, key* out) const {
        this->visit(begin, count, [&](index i, T weight) {
            const auto bits = std::bit_cast<key>(weight);
            out[i] = static_cast<key>(bits & std::numeric_limits<key>::max());
        });
    }
};

} // namespace coppice::backend::detail
