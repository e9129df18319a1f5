#pragma once

#include "coppice/model/structure.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace coppice::model {

/// Which layers' filters decide over which sets of coupled positions, and which sets share a mask.
///
/// Alone, a set that exactly one leading layer makes is led by that layer: its filter, and every
/// position coupled to it, can be removed. The sets of a layer are a group, which bears the layer's
/// number. Other layers are left alone, each with its reason.
///
/// Together, the sets that the same layers make are a group, whose first layer leads it: the sums
/// of a residual stream, the heads of an attention. Where an operation reads only some of a layer's
/// channels, those and the others are groups of their own; so a group that keeps a set leaves no
/// value without channels.
class leaders {
  public:
    struct leader {
        int layer = -1; ///< the first of those that make the set; -1: nobody leads it, it stays
        index filter =
            -1; ///< the set's place in its group: alone, the number of the layer's filter
        int group = -1;
    };

    /// @param together  whether layers that make the same sets lead them together
    explicit leaders(const structure& model, bool together = false)
        : together_(together), of_set_(static_cast<std::size_t>(model.couplings().sets())),
          notes_(model.layers().size()), groups_(model.layers().size()),
          groups_of_(model.layers().size()) {
        claim(model, classes(model.couplings()));
        keep_followed(model);
        refuse_fixed(model);
        for (leader& set : of_set_) {
            if (set.layer >= 0 && !refusal_of(set.group).empty()) {
                set = {};
            }
        }
    }

    [[nodiscard]] bool together() const { return together_; }

    /// Whether a model has as many layers and sets as that of which these are the leaders.
    [[nodiscard]] bool fit(const structure& model) const {
        return notes_.size() == model.layers().size() &&
               static_cast<index>(of_set_.size()) == model.couplings().sets();
    }

    [[nodiscard]] const leader& of(const structure& model, dimension d, index i) const {
        return of_set_[static_cast<std::size_t>(model.couplings().set(d, i))];
    }

    /// Groups are numbered below this; some numbers have no sets.
    [[nodiscard]] int groups() const { return static_cast<int>(groups_.size()); }

    /// How many sets a group has.
    [[nodiscard]] index size(int group) const { return group_at(group).size; }

    /// The layers that make the group's sets, in the order of their description.
    [[nodiscard]] const std::vector<int>& layers(int group) const { return group_at(group).layers; }

    /// Why no set of the group can be removed; empty if they can.
    [[nodiscard]] const std::string& refusal_of(int group) const { return group_at(group).refusal; }

    /// Why filters of the layer cannot be removed; empty if all of them can.
    [[nodiscard]] std::string refusal(int layer) const {
        if (const std::string& noted = notes_[static_cast<std::size_t>(layer)]; !noted.empty()) {
            return noted;
        }
        std::string first;
        bool all = true;
        for (const int group : groups_of_[static_cast<std::size_t>(layer)]) {
            const std::string& reason = refusal_of(group);
            all = all && !reason.empty();
            first = first.empty() ? reason : first;
        }
        return first.empty() || all ? first : "some of its filters: " + first;
    }

    /// Excludes a group from pruning and records why.
    void refuse(const structure& model, int group, const std::string& reason) {
        note(group, reason);
        for (const int layer : layers(group)) {
            for_each_filter(model, layer, [group](leader& set, index /*filter*/) {
                if (set.group == group) {
                    set = {};
                }
            });
        }
    }

  private:
    struct shared {
        index size = 0;
        std::vector<int> layers = {};
        std::string refusal = {};
    };

    [[nodiscard]] const shared& group_at(int number) const {
        return groups_[static_cast<std::size_t>(number)];
    }

    template <class Visit>
    void for_each_filter(const structure& model, int layer, Visit visit) {
        const dimension output = model.layer_at(layer).output;
        for (index j = 0; j < model.couplings().extent(output); ++j) {
            visit(of_set_[static_cast<std::size_t>(model.couplings().set(output, j))], j);
        }
    }

    /// The first reason counts.
    void note(int number, const std::string& reason) {
        std::string& noted = groups_[static_cast<std::size_t>(number)].refusal;
        if (noted.empty()) {
            noted = reason;
        }
    }

    /// By set, a number that is the same for those that occur in the same dimensions.
    [[nodiscard]] static std::vector<int> classes(const coupling& couplings) {
        std::vector<int> of_set(static_cast<std::size_t>(couplings.sets()), 0);
        std::vector<int> visited(of_set.size(), -1); // by set, the last dimension it was found in
        std::vector<int> split(1, -1);               // by class, the last dimension that split it
        std::vector<int> part(1, 0);                 // and the class of its sets in there
        for (int d = 0; d < couplings.dimensions(); ++d) {
            for (index i = 0; i < couplings.extent({d}); ++i) {
                const auto set = static_cast<std::size_t>(couplings.set({d}, i));
                if (visited[set] == d) {
                    continue;
                }
                visited[set] = d;
                const auto whole = static_cast<std::size_t>(of_set[set]);
                if (split[whole] != d) {
                    split[whole] = d;
                    part[whole] = static_cast<int>(split.size());
                    split.push_back(-1);
                    part.push_back(0);
                }
                of_set[set] = part[whole];
            }
        }
        return of_set;
    }

    void claim(const structure& model, const std::vector<int>& class_of) {
        int classes = 0;
        for (const int number : class_of) {
            classes = std::max(classes, number + 1);
        }
        std::vector<int> group_of(static_cast<std::size_t>(classes), -1); // by class
        const std::vector<int> tie = tied(model.couplings());
        for (int id = 0; id < static_cast<int>(model.layers().size()); ++id) {
            const layer& claimant = model.layer_at(id);
            if (!claimant.leads) {
                notes_[static_cast<std::size_t>(id)] = "its filters go with its input's channels";
                continue;
            }
            for (index j = 0; j < model.couplings().extent(claimant.output); ++j) {
                const auto set =
                    static_cast<std::size_t>(model.couplings().set(claimant.output, j));
                if (together_) {
                    join_group(id, of_set_[set], group_of[static_cast<std::size_t>(class_of[set])]);
                } else {
                    const auto first =
                        static_cast<std::size_t>(model.couplings().set(claimant.output, 0));
                    lead_alone(
                        model, id, j, of_set_[set],
                        tie[set] < 0 ? "" : model.couplings().tied({tie[set]}));
                    if (class_of[set] != class_of[first]) {
                        note(id, "only some of its channels are read by all that read it");
                    }
                }
            }
            for (const int own : groups_of_[static_cast<std::size_t>(id)]) {
                if (!claimant.keep_whole.empty()) {
                    note(own, reason_with(claimant, group_at(own)));
                }
            }
        }
    }

    /// By set, a dimension in which its positions are tied; -1 for none.
    [[nodiscard]] static std::vector<int> tied(const coupling& couplings) {
        std::vector<int> of_set(static_cast<std::size_t>(couplings.sets()), -1);
        for (int d = 0; d < couplings.dimensions(); ++d) {
            for (index i = 0; i < couplings.extent({d}) && !couplings.tied({d}).empty(); ++i) {
                of_set[static_cast<std::size_t>(couplings.set({d}, i))] = d;
            }
        }
        return of_set;
    }

    void join_group(int layer, leader& set, int& group_of_class) {
        if (set.layer < 0) {
            if (group_of_class < 0) {
                group_of_class =
                    groups_[static_cast<std::size_t>(layer)].size == 0 ? layer : groups();
            }
            if (group_of_class == groups()) {
                groups_.emplace_back();
            }
            shared& joined = groups_[static_cast<std::size_t>(group_of_class)];
            const int first = joined.layers.empty() ? layer : joined.layers.front();
            set = {first, joined.size++, group_of_class};
        }
        shared& joined = groups_[static_cast<std::size_t>(set.group)];
        if (joined.layers.empty() || joined.layers.back() != layer) {
            joined.layers.push_back(layer);
        }
        std::vector<int>& own = groups_of_[static_cast<std::size_t>(layer)];
        if (std::find(own.begin(), own.end(), set.group) == own.end()) {
            own.push_back(set.group);
        }
    }

    /// @param tie  why the set holds several positions of one dimension, where an operation said so
    void lead_alone(
        const structure& model, int layer, index filter, leader& set, const std::string& tie) {
        if (filter == 0) {
            groups_[static_cast<std::size_t>(layer)].layers.push_back(layer);
            groups_of_[static_cast<std::size_t>(layer)].push_back(layer);
            note(layer, model.layer_at(layer).keep_whole);
        }
        ++groups_[static_cast<std::size_t>(layer)].size;
        if (set.layer < 0) {
            set = {layer, filter, layer};
        } else if (!tie.empty()) {
            note(layer, tie);
            note(set.layer, tie);
        } else if (set.layer == layer) {
            note(layer, "several of its own filters are coupled");
        } else {
            note(layer, "its output is coupled with that of " + model.layer_at(set.layer).name);
            note(set.layer, "its output is coupled with that of " + model.layer_at(layer).name);
        }
    }

    [[nodiscard]] static std::string reason_with(const layer& kept, const shared& of) {
        return of.layers.size() == 1 ? kept.keep_whole : kept.name + ": " + kept.keep_whole;
    }

    /// What a layer follows stays whole if the layer shall.
    void keep_followed(const structure& model) {
        for (int id = 0; id < static_cast<int>(model.layers().size()); ++id) {
            const layer& follower = model.layer_at(id);
            if (follower.leads || follower.keep_whole.empty()) {
                continue;
            }
            for_each_filter(model, id, [&](leader& set, index /*filter*/) {
                if (set.layer >= 0) {
                    note(set.group, follower.name + " goes with it and is kept whole");
                }
            });
        }
    }

    void refuse_fixed(const structure& model) {
        const coupling& couplings = model.couplings();
        for (int d = 0; d < couplings.dimensions(); ++d) {
            const std::string& reason = couplings.fixed({d});
            for (index i = 0; i < couplings.extent({d}) && !reason.empty(); ++i) {
                if (const leader set = of(model, {d}, i); set.layer >= 0) {
                    note(set.group, reason);
                }
            }
        }
    }

    bool together_;
    std::vector<leader> of_set_;
    std::vector<std::string> notes_; ///< by layer: why it leads nothing by itself
    std::vector<shared> groups_;
    std::vector<std::vector<int>> groups_of_; ///< by layer
};

} // namespace coppice::model
