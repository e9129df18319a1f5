#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/step/concept.hpp"

namespace coppice::step {

/// One of the model's blocks a step, in forward order, each once: of every layer of it that can be
/// pruned, in a residual block the inner ones, ceil(ratio * filters) go. ICE-Pick, section 4. The
/// model has to declare its blocks.
struct block {
    using role = coppice::role::step;

    /// Share of each inner layer's groups that go, in [0, 1). Refused where it takes all groups of
    /// a layer under select::local.
    double ratio = 0.5;

    void validate() const {
        require(ratio >= 0 && ratio < 1, "step::block", "ratio", ratio, "in [0, 1)");
    }

    [[nodiscard]] index steps(const coppice::model::structure& model) const {
        if (model.blocks().empty()) {
            throw error(
                "step::block", "number of blocks in the model", "0",
                "at least 1 (declare them with add_block, or use step::layer)");
        }
        return static_cast<index>(model.blocks().size());
    }

    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& model, index step) const {
        return at(model, step).layers;
    }

    [[nodiscard]] std::string name(const coppice::model::structure& model, index step) const {
        return at(model, step).name;
    }

    [[nodiscard]] index count(index left) const { return ceil_share(ratio, left); }

  private:
    [[nodiscard]] static const coppice::model::block&
    at(const coppice::model::structure& model, index step) {
        return model.blocks()[static_cast<std::size_t>(step)];
    }
};

} // namespace coppice::step
