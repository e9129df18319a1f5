#pragma once

#include "coppice/select/concept.hpp"
#include "select/pool.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

/// What a selection has done to a pool.
struct selected {
    pool after;
    std::vector<coppice::index> pruned;             ///< as the selection counted
    std::vector<coppice::index> most;               ///< as the selection left it
    std::vector<coppice::select::verdict> verdicts; ///< as the selection said
};

/// Counts as `count` does, and measures a model of nothing but the pool's groups.
template <class Count>
struct counting {
    const pool& of;
    Count count;

    [[nodiscard]] coppice::index operator()(coppice::index groups, coppice::index gone) const {
        return count(groups, gone);
    }
    /// A group of tensor t has t + 1 parameters, each used 10 times.
    [[nodiscard]] coppice::metric::size left(std::span<const coppice::index> pruned) const {
        coppice::metric::size size;
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            size.parameters += (of.groups(t) - pruned[t]) * (static_cast<coppice::index>(t) + 1);
        }
        size.macs = 10 * size.parameters;
        return size;
    }
};

template <class Backend, class Select, class Count>
selected run(const Select& policy, pool of, Count count, coppice::select::state_of<Select>& state) {
    Backend backend;
    auto candidates = of.candidates();
    std::vector<std::byte> workspace(static_cast<std::size_t>(
        Backend::select_workspace(static_cast<coppice::index>(of.tensors()), of.groups())));
    std::vector<coppice::index> pruned(of.tensors(), -1);
    std::vector<coppice::select::verdict> verdicts(of.tensors());
    coppice::index words = 0;
    coppice::index left = 0;
    for (const pool::stored_candidate& tensor : candidates) {
        words += coppice::mask::words(tensor.mask.size);
        left += tensor.mask.size - tensor.gone;
    }
    std::vector<coppice::mask::word> scratch(
        static_cast<std::size_t>(coppice::select::scratch(policy, words)));
    const pool before = of;
    const coppice::select::not_a_number fault = coppice::select::prune(
        policy, backend,
        coppice::select::work<coppice::score::stored>{
            candidates, pruned, verdicts, left, workspace.data(), scratch},
        counting<Count>{before, count}, state);
    REQUIRE_FALSE(fault.found());
    std::vector<coppice::index> most;
    most.reserve(candidates.size());
    for (const pool::stored_candidate& candidate : candidates) {
        most.push_back(candidate.most);
    }
    return {std::move(of), std::move(pruned), std::move(most), std::move(verdicts)};
}

template <class Backend, class Select, class Count>
selected run(const Select& policy, pool of, Count count) {
    coppice::select::state_of<Select> state;
    return run<Backend>(policy, std::move(of), count, state);
}

/// Counts `k`, whatever the tensors.
inline auto exactly(coppice::index k) {
    return [k](coppice::index /*groups*/, coppice::index /*gone*/) { return k; };
}
