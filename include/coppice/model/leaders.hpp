#pragma once

#include "coppice/model/structure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace coppice::model {

/// Which layer's filters decide over which set of coupled positions.
///
/// A set that exactly one leading layer makes is led by that layer: its filter, and every position
/// coupled to it, can be removed. The others are left alone, each with its reason.
class leaders {
  public:
    struct leader {
        int layer = -1; ///< -1: nobody leads this set; it stays
        index filter = -1;
    };

    explicit leaders(const structure& model)
        : of_set_(static_cast<std::size_t>(model.couplings().sets())),
          refusal_(model.layers().size()) {
        claim(model);
        keep_followed(model);
        refuse_fixed(model);
        for (leader& set : of_set_) {
            if (set.layer >= 0 && !refusal(set.layer).empty()) {
                set = {};
            }
        }
    }

    [[nodiscard]] const leader& of(const structure& model, dimension d, index i) const {
        return of_set_[static_cast<std::size_t>(model.couplings().set(d, i))];
    }

    /// Why no filter of the layer can be removed; empty if they can.
    [[nodiscard]] const std::string& refusal(int layer) const {
        return refusal_[static_cast<std::size_t>(layer)];
    }

    /// Takes a layer its lead.
    void refuse(const structure& model, int layer, const std::string& reason) {
        note(layer, reason);
        for_each_filter(model, layer, [](leader& set, index /*filter*/) { set = {}; });
    }

  private:
    template <class Visit>
    void for_each_filter(const structure& model, int layer, Visit visit) {
        const dimension output = model.layer_at(layer).output;
        for (index j = 0; j < model.couplings().extent(output); ++j) {
            visit(of_set_[static_cast<std::size_t>(model.couplings().set(output, j))], j);
        }
    }

    /// The first reason counts.
    void note(int layer, const std::string& reason) {
        std::string& noted = refusal_[static_cast<std::size_t>(layer)];
        if (noted.empty()) {
            noted = reason;
        }
    }

    void claim(const structure& model) {
        for (int id = 0; id < static_cast<int>(model.layers().size()); ++id) {
            const layer& claimant = model.layer_at(id);
            note(id, claimant.keep_whole);
            if (!claimant.leads) {
                note(id, "its filters go with its input's channels");
                continue;
            }
            for_each_filter(model, id, [&](leader& set, index filter) {
                if (set.layer < 0) {
                    set = {id, filter};
                } else if (set.layer == id) {
                    note(id, "several of its own filters are coupled");
                } else {
                    note(
                        id, "its output is coupled with that of " + model.layer_at(set.layer).name);
                    note(set.layer, "its output is coupled with that of " + claimant.name);
                }
            });
        }
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
                    note(set.layer, follower.name + " goes with it and is kept whole");
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
                    note(set.layer, reason);
                }
            }
        }
    }

    std::vector<leader> of_set_;
    std::vector<std::string> refusal_;
};

} // namespace coppice::model
