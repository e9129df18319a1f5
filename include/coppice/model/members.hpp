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
    const auto for_each_filter = [&](auto visit) { // visit(place of the layer, filter, set)
        index first = 0;
        for (std::size_t place = 0; place < found.layers.size(); ++place) {
            const dimension output = model.layer_at(found.layers[place]).output;
            const index extent = model.couplings().extent(output);
            for (index j = 0; j < extent; ++j) {
                if (const auto& lead = leaders.of(model, output, j); lead.group == group) {
                    visit(place, first + j, static_cast<std::size_t>(lead.filter));
                }
            }
            first += extent;
        }
        found.filters = first;
    };
    const auto sets = static_cast<std::size_t>(leaders.size(group));
    std::vector<index> next(sets + 1); // by set, where its next member goes
    found.of_layer.resize(found.layers.size());
    for_each_filter([&](std::size_t place, index /*filter*/, std::size_t set) {
        ++found.of_layer[place];
        ++next[set + 1];
    });
    for (std::size_t set = 0; set < sets; ++set) {
        const index each = next[set + 1];
        if (found.runs.empty() || found.runs.back().each != each) {
            found.runs.push_back({static_cast<index>(set), 0, each, next[set]});
        }
        ++found.runs.back().sets;
        next[set + 1] += next[set];
    }
    std::vector<index>& order = found.order.front();
    order.resize(static_cast<std::size_t>(next[sets]));
    for_each_filter([&](std::size_t /*place*/, index filter, std::size_t set) {
        order[static_cast<std::size_t>(next[set]++)] = filter;
    });
    return found;
}

} // namespace coppice::model
