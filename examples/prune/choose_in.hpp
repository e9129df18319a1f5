#pragma once

#include <coppice/toolbox/prune.hpp>

#include <stdexcept>
#include <type_traits>
#include <variant>

#include "prune/masks.hpp"

namespace prune {

namespace detail {

/// A random score of tensors that are pruned a few at a time: it counts on from `first`.
struct random_from : coppice::score::random {
    coppice::index first = 0;

    [[nodiscard]] constexpr random_from of_tensor(coppice::index number) const {
        return {{seed, first + number}, first};
    }
};

template <class Score>
[[nodiscard]] auto counted_from(const Score& score, coppice::index first) {
    if constexpr (std::is_same_v<Score, coppice::score::random>) {
        return random_from{score, first};
    } else {
        return score;
    }
}

} // namespace detail

template <coppice::element T>
std::vector<tensor_mask> choose(
    const method& how, const std::vector<coppice::view<const T>>& weights, coppice::index number) {
    coppice::backend::eigen backend;
    return std::visit(
        [&]<class Granularity, class Score, class Select>(
            const Granularity& granularity, const Score& score,
            const Select& select) -> std::vector<tensor_mask> {
            if constexpr (!go_together<Granularity, Score, Select>) {
                throw std::logic_error("make_method makes no such method");
            } else if constexpr (Select::asked == coppice::select::asks::nobody) {
                return coppice::prune(
                    backend, weights, granularity, detail::counted_from(score, number), select);
            } else {
                return coppice::prune(
                    backend, weights, how.share, granularity, detail::counted_from(score, number),
                    select);
            }
        },
        how.granularity, how.score, how.select);
}

} // namespace prune
