#pragma once

#include <coppice/granularity/block.hpp>
#include <coppice/granularity/channel.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/kernel.hpp>
#include <coppice/granularity/vector.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/score/geometric_median.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/score/l2.hpp>
#include <coppice/score/lamp.hpp>
#include <coppice/score/lp.hpp>
#include <coppice/score/random.hpp>
#include <coppice/select/global.hpp>
#include <coppice/select/local.hpp>
#include <coppice/select/n_m.hpp>

#include <string>
#include <type_traits>
#include <variant>

#include "prune/options.hpp"

namespace prune {

/// The policies that the command line can name. The library composes policies at compile time; a
/// program that lets its user choose keeps each role in a variant and visits them together.
struct method {
    std::variant<
        coppice::granularity::weight, coppice::granularity::filter, coppice::granularity::channel,
        coppice::granularity::kernel, coppice::granularity::vector, coppice::granularity::block>
        granularity;
    std::variant<
        coppice::score::l1, coppice::score::l2, coppice::score::lp,
        coppice::score::geometric_median, coppice::score::random, coppice::score::lamp>
        score;
    std::variant<coppice::select::local, coppice::select::global, coppice::select::n_m> select;
    double share = 0; ///< of the groups, unless the selection decides by itself

    /// Whether all tensors are pruned together.
    [[nodiscard]] bool global() const {
        return std::holds_alternative<coppice::select::global>(select);
    }
};

/// Whether the policies make sense together: N:M takes single weights, and the geometric median,
/// which takes the square of the number of groups, filters and channels.
template <class Granularity, class Score, class Select>
inline constexpr bool
    go_together = (Granularity::single_weights || !coppice::select::of_single_weights<Select>)&&(
        !std::is_same_v<Score, coppice::score::geometric_median> ||
        std::is_same_v<Granularity, coppice::granularity::filter> ||
        std::is_same_v<Granularity, coppice::granularity::channel>);

/// @throws coppice::error for a number out of its range, and for options that do not go together
[[nodiscard]] method make_method(const options& chosen);

/// What a tensor of these extents would have to be to be pruned so, and is not; empty if it can be.
[[nodiscard]] std::string unmet(const method& how, const coppice::shape& extents);

} // namespace prune
