#pragma once

#include "coppice/model/leaders.hpp"

#include <cstddef>
#include <vector>

namespace coppice::model {

/// The filters that make a group's sets. The scores of its layers' filters are laid one layer after
/// the other, and taken in another order they lie set by set.
struct members {
    /// Neighbouring sets with equally many members.
    struct run {
        index first = 0; ///< set
        index sets = 0;
        index each = 0;  ///< members of one
        index place = 0; ///< in `order`, of the first one's first member
    };

    std::vector<int> layers;
    std::vector<index> of_layer;           ///< by layer, how many of its filters are members
    index filters = 0;                     ///< of all the layers, those of other groups included
    std::vector<std::vector<index>> order; ///< one list: the filters, set by set
    std::vector<run> runs;

    /// Whether each set is a filter of one layer, in order.
    [[nodiscard]] bool plain() const {
        return layers.size() == 1 && runs.size() == 1 && runs[0].each == 1 &&
               runs[0].sets == filters;
    }
};

/// @param group  one with sets
[[nodiscard]] inline members
find_members(const structure& model, const leaders& leaders, int group) {
    members found{leaders.layers(group), {}, 0, {{}}, {}};
    std::vector<std::vector<index>> by_set(static_cast<std::size_t>(leaders.size(group)));
    for (const int layer : found.layers) {
        const dimension output = model.layer_at(layer).output;
        const index extent = model.couplings().extent(output);
        found.of_layer.push_back(0);
        for (index j = 0; j < extent; ++j) {
            if (const auto& lead = leaders.of(model, output, j); lead.group == group) {
                ++found.of_layer.back();
                by_set[static_cast<std::size_t>(lead.filter)].push_back(found.filters + j);
            }
        }
        found.filters += extent;
    }
    std::vector<index>& order = found.order.front();
    for (std::size_t set = 0; set < by_set.size(); ++set) {
        const auto each = static_cast<index>(by_set[set].size());
        if (found.runs.empty() || found.runs.back().each != each) {
            found.runs.push_back(
                {static_cast<index>(set), 0, each, static_cast<index>(order.size())});
        }
        ++found.runs.back().sets;
        order.insert(order.end(), by_set[set].begin(), by_set[set].end());
    }
    return found;
}

} // namespace coppice::model
