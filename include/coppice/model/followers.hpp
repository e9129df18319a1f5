#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/model/description.hpp"
#include "coppice/model/leaders.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace coppice::model {

/// A tensor that is zeroed with a group: the bias of its layer, the scale or the shift of its
/// normalisation, the depthwise filters that read it. Slice j goes with set j of the group.
template <element T>
struct follower {
    grouped<T> values;
    meaning is = meaning::other;
};

/// By group, which alone is by layer.
template <element T>
using followers = std::vector<std::vector<follower<T>>>;

/// A tensor whose slices are zeroed with sets that do not lie in order: a slice for every position
/// on an axis, and who leads it.
template <element T>
struct scattered {
    grouped<T> values;
    std::vector<leaders::leader> leads;
    int layer = -1; ///< whose filters they are; -1 for what is no layer's weight
};

/// Everything that is zeroed when groups are pruned, but for the weights of a group's first layer
/// where they are one filter a set, in order.
template <element T>
struct zeroed {
    followers<T> in_order;
    std::vector<scattered<T>> others;
};

/// The positions on an axis that one group leads: set j at first + j * repeat and the repeat - 1
/// positions after it, if they are in order.
struct led_run {
    int group = -1;
    index first = 0;
    std::vector<index> sets; ///< of the positions from `first` on
    bool adjacent = true;

    [[nodiscard]] index repeat(index count) const {
        return static_cast<index>(sets.size()) / count;
    }

    [[nodiscard]] bool in_order(index count) const {
        const auto positions = static_cast<index>(sets.size());
        bool good = adjacent && positions == repeat(count) * count;
        for (index p = 0; p < positions && good; ++p) {
            good = sets[static_cast<std::size_t>(p)] == p / repeat(count);
        }
        return good;
    }
};

/// One run for every group that leads positions of a dimension.
template <element T>
std::vector<led_run>
find_runs(const description<T>& model, const leaders& leaders, dimension along) {
    std::vector<led_run> runs;
    std::vector<std::size_t> run_of(static_cast<std::size_t>(leaders.groups()), 0); // one more
    const index extent = model.couplings().extent(along);
    for (index i = 0; i < extent; ++i) {
        const auto& lead = leaders.of(model, along, i);
        if (lead.layer < 0) {
            continue;
        }
        std::size_t& number = run_of[static_cast<std::size_t>(lead.group)];
        if (number == 0) {
            runs.push_back({lead.group, i, {}, true});
            number = runs.size();
        }
        led_run& run = runs[number - 1];
        run.adjacent = run.adjacent && i == run.first + static_cast<index>(run.sets.size());
        run.sets.push_back(lead.filter);
    }
    return runs;
}

namespace detail {

/// Finds what is zeroed, parameter by parameter.
template <element T>
class zeroed_finder {
  public:
    zeroed_finder(const description<T>& model, leaders& leaders)
        : model_(model), leaders_(leaders),
          runs_(static_cast<std::size_t>(model.couplings().dimensions())),
          known_(runs_.size(), false) {
        found_.in_order.resize(static_cast<std::size_t>(leaders.groups()));
        for (const auto& values : model.parameters()) {
            for (int a = 0; a < values.values.rank(); ++a) {
                const axis& along = values.axes[static_cast<std::size_t>(a)];
                if (along.of.coupled() && along.as == use::produced) {
                    add(values, a);
                }
            }
        }
    }

    [[nodiscard]] zeroed<T> result() && { return std::move(found_); }

  private:
    [[nodiscard]] const std::vector<led_run>& runs_of(dimension along) {
        const auto d = static_cast<std::size_t>(along.id);
        if (!known_[d]) {
            known_[d] = true;
            runs_[d] = find_runs(model_, leaders_, along);
        }
        return runs_[d];
    }

    void add(const parameter<T>& values, int a) {
        const std::vector<led_run>& runs = runs_of(values.axes[static_cast<std::size_t>(a)].of);
        const auto bad = std::find_if(
            runs.begin(), runs.end(), [&](const led_run& run) { return !fits(values, a, run); });
        if (bad != runs.end() && leaders_.together()) {
            scatter(values, a);
            return;
        }
        if (bad != runs.end()) {
            const int group = bad->group;
            leaders_.refuse(
                model_, group, "its channels do not reach " + values.name + " in order");
            found_.in_order[static_cast<std::size_t>(group)].clear();
            known_.assign(known_.size(), false);
            add(values, a);
            return;
        }
        for (const led_run& run : runs) {
            if (leaders_.layers(run.group).front() != values.layer) { // else it is what is scored
                const index sets = leaders_.size(run.group);
                found_.in_order[static_cast<std::size_t>(run.group)].push_back(
                    {slices(values.values, a, run.first, sets, run.repeat(sets)), values.is});
            }
        }
    }

    /// Whether the group's mask is one of slices of this axis. Filters of layers that lead are also
    /// to be one a set, so that the mask is the layer's own.
    [[nodiscard]] bool fits(const parameter<T>& values, int a, const led_run& run) const {
        const index sets = leaders_.size(run.group);
        const bool leads = values.layer >= 0 && model_.layer_at(values.layer).leads;
        return run.in_order(sets) && (!leads || sets == values.values.extent(a));
    }

    void scatter(const parameter<T>& values, int a) {
        scattered<T> made{slices(values.values, a), {}, values.layer};
        for (index i = 0; i < values.values.extent(a); ++i) {
            made.leads.push_back(
                leaders_.of(model_, values.axes[static_cast<std::size_t>(a)].of, i));
        }
        found_.others.push_back(std::move(made));
    }

    const description<T>& model_;
    leaders& leaders_;
    std::vector<std::vector<led_run>> runs_; ///< by dimension
    std::vector<bool> known_;
    zeroed<T> found_;
};

} // namespace detail

/// Finds what is zeroed with every group. Alone, a layer whose channels reach a tensor in another
/// order, so that its mask does not fit, loses its lead.
template <element T>
[[nodiscard]] zeroed<T> find_zeroed(const description<T>& model, leaders& leaders) {
    return detail::zeroed_finder<T>(model, leaders).result();
}

} // namespace coppice::model
