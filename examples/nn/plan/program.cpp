#include "nn/plan/program.hpp"

#include <algorithm>
#include <utility>

namespace nn {
namespace {

constexpr std::size_t unplanned = static_cast<std::size_t>(-1);

class lowering {
  public:
    explicit lowering(std::span<const node> nodes) : nodes_(nodes), readers_(nodes.size(), 0) {
        for (const node& one : nodes_) {
            for (const node_id from : one.inputs) {
                ++readers_[from.index];
            }
        }
        ++readers_.back();
    }

    program run() {
        made_.readings.push_back(add_value({0}));
        for (std::size_t index = 1; index < nodes_.size(); ++index) {
            made_.readings.push_back(lower_node({index}));
        }
        const node_id last{nodes_.size() - 1};
        if (!reading_of(last).plain()) {
            store(last);
        }
        count_readers();
        plan_gradients();
        return std::move(made_);
    }

  private:
    reading& reading_of(node_id which) { return made_.readings[which.index]; }
    [[nodiscard]] bool shared(node_id which) const { return readers_[which.index] > 1; }

    reading add_value(node_id given_by) {
        made_.values.push_back({.extents = nodes_[given_by.index].output});
        return {.first = {.value = made_.values.size() - 1, .node = given_by}};
    }

    /// Stores what a node gives once more, for one reader.
    reading copy(node_id which) {
        const reading from = reading_of(which);
        const reading to = add_value(which);
        made_.steps.push_back({.from = from, .to = to.first.value});
        return to;
    }

    /// From now on the node's readers find its value stored.
    void store(node_id which) { reading_of(which) = copy(which); }

    /// What several nodes read is computed once.
    reading& read(node_id which) {
        if (shared(which) && !reading_of(which).plain()) {
            store(which);
        }
        return reading_of(which);
    }

    /// One stored value, perhaps through a batch norm, and bounds only where they are allowed.
    reading read_one(node_id which, bool may_be_bounded) {
        const reading& found = read(which);
        if (found.second || (found.bounded() && !may_be_bounded)) {
            store(which);
        }
        return reading_of(which);
    }

    reading lower_node(node_id which) {
        const node& self = nodes_[which.index];
        switch (self.kind) {
        case node_kind::batch_norm:
            return lower_norm(which, self);
        case node_kind::relu:
            return lower_activation(which, self, {0.0F, unbounded.high});
        case node_kind::relu6:
            return lower_activation(which, self, {0.0F, 6.0F});
        case node_kind::add:
            return {
                .first = read_one(self.inputs[0], false).first,
                .second = read_one(self.inputs[1], false).first};
        default:
            break;
        }
        const reading from = read_one(self.inputs[0], true);
        const reading to = add_value(which);
        made_.steps.push_back({.computes = which, .from = from, .to = to.first.value});
        return to;
    }

    /// Its statistics are those of a stored value, and its gradient goes there by way of sums over
    /// the batch: it shares that value with nobody.
    reading lower_norm(node_id which, const node& self) {
        const node_id from = self.inputs[0];
        reading found = read(from);
        if (!found.plain() || shared(from)) {
            found = copy(from);
        }
        made_.values[found.first.value].norm = made_.norms.size();
        found.first.norm = made_.norms.size();
        found.first.node = which;
        made_.norms.push_back(which);
        return found;
    }

    reading lower_activation(node_id which, const node& self, const clamp& bounds) {
        const node_id from = self.inputs[0];
        if (read(from).bounded()) {
            store(from);
        }
        reading found = reading_of(from);
        found.bounds = bounds;
        if (!found.second) {
            found.first.node = which;
        }
        return found;
    }

    void count_readers() {
        for (const step& one : made_.steps) {
            ++made_.values[one.from.first.value].readers;
            if (one.from.second) {
                ++made_.values[one.from.second->value].readers;
            }
        }
    }

    // Walks backwards as a backward pass does: a value's gradient takes a free piece of memory when
    // the first step that reads the value writes it, and gives it back once the step that stored
    // the value has read it.
    void plan_gradients() {
        std::vector<std::size_t> free;
        for (stored_value& one : made_.values) {
            one.gradient_slot = unplanned;
        }
        const auto take = [&](std::size_t value) {
            std::size_t& slot = made_.values[value].gradient_slot;
            if (slot == unplanned && free.empty()) {
                slot = made_.gradient_slots++;
            } else if (slot == unplanned) {
                slot = free.back();
                free.pop_back();
            }
        };
        take(reading_of({nodes_.size() - 1}).first.value);
        for (std::size_t index = made_.steps.size(); index-- > 0;) {
            const step& one = made_.steps[index];
            const std::size_t slot = made_.values[one.to].gradient_slot;
            if (passes_gradient_on(made_, one)) {
                made_.values[one.from.first.value].gradient_slot = slot;
            }
            take(one.from.first.value);
            if (one.from.second) {
                take(one.from.second->value);
            }
            if (slot != unplanned && !passes_gradient_on(made_, one)) {
                free.push_back(slot);
            }
        }
    }

    std::span<const node> nodes_;
    /// Nodes that read each node, and the caller who reads the last.
    std::vector<std::size_t> readers_;
    program made_;
};

} // namespace

program lower(std::span<const node> nodes) {
    return lowering(nodes).run();
}

std::vector<node_id> find_unread(std::span<const node> nodes) {
    std::vector<char> read(nodes.size(), 0);
    read.back() = 1;
    std::vector<node_id> unread;
    for (std::size_t index = nodes.size(); index-- > 0;) {
        if (read[index] == 0) {
            unread.push_back({index});
            continue;
        }
        for (const node_id from : nodes[index].inputs) {
            read[from.index] = 1;
        }
    }
    return unread;
}

void find_reached(std::span<const node> nodes, bool input, std::vector<char>& reached) {
    reached.assign(nodes.size(), 0);
    reached[0] = input ? 1 : 0;
    for (std::size_t index = 1; index < nodes.size(); ++index) {
        const node& self = nodes[index];
        const bool found =
            self.trains() || std::any_of(self.inputs.begin(), self.inputs.end(), [&](node_id from) {
                return reached[from.index] != 0;
            });
        reached[index] = found ? 1 : 0;
    }
}

bool passes_gradient_on(const program& lowered, const step& which) {
    return !which.computes && lowered.values[which.from.first.value].readers == 1;
}

} // namespace nn
