#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/step/concept.hpp"

namespace coppice::step {

/// The whole model in every step, `rounds` times over.
struct model {
    using role = coppice::role::step;

    /// Share of the groups left that one step removes, in [0, 1). Refused where it takes all groups
    /// of a layer under select::local.
    double ratio = 0.5;
    int rounds = 1; ///< at least 1

    void validate() const {
        require(ratio >= 0 && ratio < 1, "step::model", "ratio", ratio, "in [0, 1)");
        require(rounds >= 1, "step::model", "rounds", rounds, "at least 1");
    }

    [[nodiscard]] index steps(const coppice::model::structure& /*model*/) const { return rounds; }

    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& whole, index /*step*/) const {
        std::vector<int> all;
        all.reserve(whole.layers().size());
        for (int layer = 0; layer < static_cast<int>(whole.layers().size()); ++layer) {
            all.push_back(layer);
        }
        return all;
    }

    [[nodiscard]] std::string name(const coppice::model::structure& /*model*/, index step) const {
        return "round " + text(step + 1);
    }

    [[nodiscard]] index count(index left) const { return ceil_share(ratio, left); }
};

} // namespace coppice::step
