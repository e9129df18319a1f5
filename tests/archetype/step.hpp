#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"
#include "coppice/model/structure.hpp"

#include <string>
#include <vector>

namespace archetype {

/// One group of the first layer, twice.
struct step {
    using role = coppice::role::step;

    [[nodiscard]] coppice::index steps(const coppice::model::structure& /*model*/) const {
        return 2;
    }
    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& /*model*/, coppice::index /*step*/) const {
        return {0};
    }
    [[nodiscard]] std::string
    name(const coppice::model::structure& model, coppice::index /*step*/) const {
        return model.layer_at(0).name;
    }
    [[nodiscard]] coppice::index count(coppice::index left) const { return left > 1 ? 1 : 0; }
};

} // namespace archetype
