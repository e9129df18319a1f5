#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/model/description.hpp"
#include "coppice/model/leaders.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace coppice::model {

/// A tensor that is zeroed with a layer's filters: its bias, the scale or the shift of its
/// normalisation, the depthwise filters that read it. Group j goes with filter j.
template <element T>
struct follower {
    grouped<T> values;
    meaning is = meaning::other;
};

/// By layer.
template <element T>
using followers = std::vector<std::vector<follower<T>>>;

namespace detail {

/// The positions on an axis that one layer leads: filter j at first + j * repeat and the
/// repeat - 1 positions after it, if they are in order.
struct led_run {
    int layer = -1;
    index first = 0;
    std::vector<index> filters; ///< of the positions from `first` on
    bool adjacent = true;

    [[nodiscard]] bool in_order(index count) const {
        const auto positions = static_cast<index>(filters.size());
        const index repeat = positions / count;
        bool good = adjacent && positions == repeat * count;
        for (index p = 0; p < positions && good; ++p) {
            good = filters[static_cast<std::size_t>(p)] == p / repeat;
        }
        return good;
    }
};

/// One run for every layer that leads positions of a dimension.
template <element T>
std::vector<led_run>
find_runs(const description<T>& model, const leaders& leaders, dimension along) {
    std::vector<led_run> runs;
    const index extent = model.couplings().extent(along);
    for (index i = 0; i < extent; ++i) {
        const auto& lead = leaders.of(model, along, i);
        if (lead.layer < 0) {
            continue;
        }
        std::size_t r = 0;
        while (r < runs.size() && runs[r].layer != lead.layer) {
            ++r;
        }
        if (r == runs.size()) {
            runs.push_back({lead.layer, i, {}, true});
        }
        led_run& run = runs[r];
        run.adjacent = run.adjacent && i == run.first + static_cast<index>(run.filters.size());
        run.filters.push_back(lead.filter);
    }
    return runs;
}

} // namespace detail

/// Finds what follows the filters of every layer. A layer whose channels reach a follower in
/// another order, so that its mask does not fit, loses its lead.
template <element T>
[[nodiscard]] followers<T> find_followers(const description<T>& model, leaders& leaders) {
    followers<T> found(model.layers().size());
    for (const auto& parameter : model.parameters()) {
        for (std::size_t a = 0; a < parameter.axes.size(); ++a) {
            const axis& axis = parameter.axes[a];
            if (!axis.of.coupled() || axis.as != use::produced) {
                continue;
            }
            for (const detail::led_run& run : detail::find_runs(model, leaders, axis.of)) {
                if (parameter.layer == run.layer) {
                    continue; // its own weight, which is scored
                }
                const index filters = model.couplings().extent(model.layer_at(run.layer).output);
                if (!run.in_order(filters)) {
                    leaders.refuse(
                        model, run.layer,
                        "its channels do not reach " + parameter.name + " in order");
                    found[static_cast<std::size_t>(run.layer)].clear();
                    continue;
                }
                found[static_cast<std::size_t>(run.layer)].push_back(
                    {slices(
                         parameter.values, static_cast<int>(a), run.first, filters,
                         static_cast<index>(run.filters.size()) / filters),
                     parameter.is});
            }
        }
    }
    return found;
}

} // namespace coppice::model
