#pragma once

#include "coppice/select/concept.hpp"

#include <cstddef>

namespace archetype {

/// Prunes nothing.
struct select {
    using role = coppice::role::select;
    static constexpr coppice::select::asks asked = coppice::select::asks::all_layers;
    static constexpr bool compares_layers = true;

    template <class Backend, coppice::score::source Source, coppice::select::counter Count>
    [[nodiscard]] coppice::select::not_a_number prune(
        Backend& /*backend*/, const coppice::select::work<Source>& on,
        const Count& /*count*/) const {
        for (std::size_t t = 0; t < on.tensors.size(); ++t) {
            on.pruned[t] = on.tensors[t].gone;
        }
        return {};
    }
};

} // namespace archetype
