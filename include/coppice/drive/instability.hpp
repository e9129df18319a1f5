#pragma once

#include "coppice/core/require.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/drive/train.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/metric/path.hpp"
#include "coppice/rewind/concept.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace coppice::drive {

/// How the line between two networks is walked.
struct walk {
    int points = 30;       ///< equally far apart, both ends among them, at least 2; the middle is
                           ///< added where it is none of them
    bool recompute = true; ///< take normalisation statistics anew at each point; otherwise they
                           ///< are interpolated as weights are
};

namespace detail {

template <class Host>
void check_walk(const walk& how) {
    require(how.points >= 2, "path_between", "number of points", how.points, "at least 2");
    if (how.recompute && !recomputes_statistics<Host>) {
        throw error(
            "path_between", "recompute", "true",
            "false for a host without recompute_statistics(), see coppice/drive/trainer.hpp");
    }
}

} // namespace detail

/// Evaluates the host's network along the straight line between two of its snapshots, with the
/// host's `evaluate`. Weights, statistics and optimiser are afterwards as they were before.
/// @throws coppice::error for a number of points below 2, and where statistics are to be recomputed
///         by a host that cannot
template <class Host, class Snapshot>
[[nodiscard]] metric::path
path_between(Host& host, const Snapshot& first, const Snapshot& second, const walk& how = {}) {
    static_assert(
        interpolates<Host>,
        "The host's trainer cannot stand between two of its snapshots: give it interpolate(from, "
        "to, share), see coppice/drive/trainer.hpp.");
    detail::check_walk<Host>(how);
    std::vector<double> shares;
    for (int point = 0; point < how.points; ++point) {
        const double share = static_cast<double>(point) / (how.points - 1);
        if (!shares.empty() && shares.back() < 0.5 && share > 0.5) {
            shares.push_back(0.5);
        }
        shares.push_back(share);
    }
    const auto before = host.save();
    std::vector<metric::waypoint> points;
    const auto walk_along = [&] {
        for (const double share : shares) {
            host.interpolate(first, second, share);
            if constexpr (recomputes_statistics<Host>) {
                if (how.recompute) {
                    host.recompute_statistics();
                }
            }
            points.push_back({share, host.evaluate()});
        }
    };
    try {
        walk_along();
    } catch (...) {
        host.restore(before);
        throw;
    }
    host.restore(before);
    return metric::path(std::move(points));
}

/// What `instability` returns.
template <class Snapshot>
struct instability_report {
    std::array<Snapshot, 2> copies;               ///< the host's, for further walks
    std::array<metric::accuracy, 2> answers = {}; ///< theirs, statistics as trained
    metric::path between;                         ///< from the first to the second
};

/// Instability of a pruned network to the order of the data: two copies are trained from the same
/// earlier weights under the same masks, each with another order, and the line between them is
/// walked. Frankle et al., "Linear Mode Connectivity and the Lottery Ticket Hypothesis", ICML 2020;
/// Hubens et al., "One-Cycle Pruning", Figure 3.
///
/// The recipe's rewinding says from which epoch of how many, and its learning rate how fast.
/// Afterwards the host holds the second copy.
/// @param pruned  the masks, such as those of drive::tickets
/// @param orders  of the data, for the two copies
/// @throws coppice::error as `path_between` does, before anything is trained; and whatever the host
///         throws
template <class Recipe, class Masks, element T, class Backend, class Host>
[[nodiscard]] auto instability(
    const Recipe& recipe, pruner<Masks, T, Backend>& pruned, Host& host, const walk& how = {},
    const std::array<std::uint64_t, 2>& orders = {1, 2}) {
    static_assert(
        decltype(Recipe::rewind)::begins == rewind::start::earlier,
        "instability() trains two copies from earlier weights, and the recipe does not say from "
        "which: rewind with coppice::rewind::weights.");
    static_assert(
        trainer<Host> && rewinds<Host> && orders_data<Host>,
        "instability() trains two copies, each with its own order of the data: give the host's "
        "trainer rewind(epoch) and order_data(seed), see coppice/drive/trainer.hpp.");
    detail::check_walk<Host>(how);
    const rewind::stretch part = recipe.rewind.retraining(1);
    std::array<metric::accuracy, 2> answers;
    const auto train_copy = [&](std::size_t copy) {
        host.order_data(orders[copy]);
        host.rewind(part.from);
        train(recipe.lr, host, part, pruned);
        answers[copy] = host.evaluate();
        return host.save();
    };
    auto first = train_copy(0);
    auto second = train_copy(1);
    metric::path between = path_between(host, first, second, how);
    return instability_report<decltype(first)>{
        {std::move(first), std::move(second)}, answers, std::move(between)};
}

} // namespace coppice::drive
