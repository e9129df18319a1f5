#pragma once

#include "coppice/select/candidate.hpp"
#include "select/pool.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

/// What a selection has done to a pool.
struct selected {
    pool after;
    std::vector<coppice::index> pruned; ///< as the selection counted
    std::vector<coppice::index> most;   ///< as the selection left it
};

template <class Backend, class Select, class Count>
selected run(const Select& policy, pool of, Count count) {
    Backend backend;
    auto candidates = of.candidates();
    std::vector<std::byte> workspace(static_cast<std::size_t>(
        Backend::select_workspace(static_cast<coppice::index>(of.tensors()), of.groups())));
    std::vector<coppice::index> pruned(of.tensors(), -1);
    const coppice::select::not_a_number fault = policy.prune(
        backend, std::span<pool::stored_candidate>(candidates), count,
        std::span<coppice::index>(pruned), workspace.data());
    REQUIRE_FALSE(fault.found());
    std::vector<coppice::index> most;
    most.reserve(candidates.size());
    for (const pool::stored_candidate& candidate : candidates) {
        most.push_back(candidate.most);
    }
    return {std::move(of), std::move(pruned), std::move(most)};
}

/// Counts `k`, whatever the tensors.
inline auto exactly(coppice::index k) {
    return [k](coppice::index /*groups*/, coppice::index /*gone*/) { return k; };
}
