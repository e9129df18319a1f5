#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/step/concept.hpp"

namespace coppice::step {

/// One layer a step, in forward order, each once.
struct layer {
    using role = coppice::role::step;

    /// Share of the layer's groups that go, in [0, 1). Refused where it takes all under
    /// select::local.
    double ratio = 0.5;

    void validate() const {
        require(ratio >= 0 && ratio < 1, "step::layer", "ratio", ratio, "in [0, 1)");
    }

    [[nodiscard]] index steps(const coppice::model::structure& model) const {
        return static_cast<index>(model.layers().size());
    }

    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& /*model*/, index step) const {
        return {static_cast<int>(step)};
    }

    [[nodiscard]] std::string name(const coppice::model::structure& model, index step) const {
        return model.layer_at(static_cast<int>(step)).name;
    }

    [[nodiscard]] index count(index left) const { return ceil_share(ratio, left); }
};

} // namespace coppice::step
