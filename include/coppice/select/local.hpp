#pragma once

#include "coppice/core/require.hpp"
#include "coppice/select/bounds.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/rounding.hpp"

#include <algorithm>
#include <cstddef>

namespace coppice::select {

/// The same share of every tensor: the lowest scores of each, ties by the lowest index.
struct local {
    using role = coppice::role::select;
    static constexpr asks asked = asks::each_layer;
    static constexpr bool compares_layers = false;

    index multiple = 1; ///< of which the number of groups left is one, at least 1: see rounding.hpp

    void validate() const {
        require(multiple >= 1, "select::local", "multiple", multiple, "at least 1");
    }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& count) const {
        bool more = false;
        for (std::size_t t = 0; t < on.tensors.size(); ++t) {
            const candidate<Source>& tensor = on.tensors[t];
            const index due =
                std::max(tensor.gone, asked_of(count, t, tensor.mask.size, tensor.gone));
            const index possible = std::max(tensor.gone, std::min(due, tensor.most));
            on.pruned[t] = rounded(tensor, possible, multiple);
            on.verdicts[t] = {due, limit::none};
            if (on.pruned[t] != possible) {
                on.verdicts[t].why = limit::multiple;
            } else if (possible != due) {
                on.verdicts[t].why = limit_of(tensor, possible);
            }
            more = more || on.pruned[t] > tensor.gone;
        }
        return more ? backend.prune_each(
                          std::span<const candidate<Source>>(on.tensors), on.pruned, on.workspace)
                    : not_a_number{};
    }
};

} // namespace coppice::select
