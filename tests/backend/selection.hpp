#pragma once

#include "coppice/select/candidate.hpp"
#include "select/pool.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include <doctest/doctest.h>

/// As much workspace as a backend asks for, and something behind it that must stay as it is.
class guarded_workspace {
  public:
    explicit guarded_workspace(coppice::index bytes)
        : bytes_(static_cast<std::size_t>(bytes)), memory_(bytes_ + 64, untouched) {}

    [[nodiscard]] std::byte* data() { return memory_.data(); }

    void check() const {
        for (std::size_t i = bytes_; i < memory_.size(); ++i) {
            REQUIRE(memory_[i] == untouched);
        }
    }

  private:
    static constexpr std::byte untouched{0xA5};

    std::size_t bytes_;
    std::vector<std::byte> memory_;
};

template <class Backend, class Source>
guarded_workspace workspace_for(const std::vector<coppice::select::candidate<Source>>& candidates) {
    coppice::index groups = 0;
    for (const auto& candidate : candidates) {
        groups += candidate.mask.size;
    }
    return guarded_workspace(
        Backend::select_workspace(static_cast<coppice::index>(candidates.size()), groups));
}

/// What prune_together says of NaN.
template <class Backend>
coppice::select::not_a_number refused_together(pool& of, coppice::index k) {
    const auto candidates = of.candidates();
    guarded_workspace workspace = workspace_for<Backend>(candidates);
    std::vector<coppice::index> pruned(candidates.size());
    return Backend{}.prune_together(
        std::span<const pool::stored_candidate>(candidates), k, std::span<coppice::index>(pruned),
        workspace.data());
}

/// What prune_each says of NaN.
template <class Backend>
coppice::select::not_a_number refused_each(pool& of, const std::vector<coppice::index>& ks) {
    const auto candidates = of.candidates();
    guarded_workspace workspace = workspace_for<Backend>(candidates);
    return Backend{}.prune_each(
        std::span<const pool::stored_candidate>(candidates), std::span<const coppice::index>(ks),
        workspace.data());
}

inline void check_fault(
    const coppice::select::not_a_number& found, const coppice::select::not_a_number& expected) {
    CHECK(found.tensor == expected.tensor);
    CHECK(found.group == expected.group);
}

/// @return the counts the backend gave
template <class Backend, class Source>
std::vector<coppice::index> prune_together(
    Backend& backend, const std::vector<coppice::select::candidate<Source>>& candidates,
    coppice::index k) {
    guarded_workspace workspace = workspace_for<Backend>(candidates);
    std::vector<coppice::index> pruned(candidates.size(), -1);
    const coppice::select::not_a_number fault = backend.prune_together(
        std::span<const coppice::select::candidate<Source>>(candidates), k,
        std::span<coppice::index>(pruned), workspace.data());
    REQUIRE_FALSE(fault.found());
    workspace.check();
    return pruned;
}

template <class Backend, class Source>
void prune_each(
    Backend& backend, const std::vector<coppice::select::candidate<Source>>& candidates,
    const std::vector<coppice::index>& ks) {
    guarded_workspace workspace = workspace_for<Backend>(candidates);
    const coppice::select::not_a_number fault = backend.prune_each(
        std::span<const coppice::select::candidate<Source>>(candidates),
        std::span<const coppice::index>(ks), workspace.data());
    REQUIRE_FALSE(fault.found());
    workspace.check();
}

/// The same as by sorting, in masks and in counts.
/// @param sorted  of the same pool
template <class Backend>
void check_selection(Backend& backend, const pool& of, const lowest_of& sorted, coppice::index k) {
    pool changed = of;
    const kept_bits expected = sorted.without(k);
    const std::vector<coppice::index> counts = prune_together(backend, changed.candidates(), k);
    INFO("k = ", k);
    REQUIRE(changed.kept() == expected);
    REQUIRE(counts == pool::count_pruned(expected));
    for (std::size_t t = 0; t < of.tensors(); ++t) {
        const coppice::index rest = of.groups(t) % 64;
        REQUIRE((rest == 0 || changed.words()[t].back() >> rest == 0));
    }
}

/// For every k that a pool allows.
template <class Backend>
void check_every_selection(Backend& backend, const pool& of) {
    const coppice::index gone = of.pruned_of_all();
    const lowest_of sorted(of);
    for (coppice::index k = gone; k <= of.most_of_all(); ++k) {
        check_selection(backend, of, sorted, k);
    }
}
