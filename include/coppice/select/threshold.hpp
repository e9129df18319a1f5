#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/select/bounds.hpp"
#include "coppice/select/concept.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace coppice::select {

/// Every group whose score is at most `value`. A tensor of which that were all keeps the one with
/// the highest score, of several the one with the highest index.
struct threshold {
    using role = coppice::role::select;
    static constexpr asks asked = asks::nobody;
    static constexpr bool compares_layers = true;

    double value = 0; ///< in the unit of the scores

    void validate() const {
        require(!math::isnan(value), "select::threshold", "value", value, "a number");
    }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& /*count*/) const {
        bool more = false;
        for (std::size_t t = 0; t < on.tensors.size(); ++t) {
            const candidate<Source>& tensor = on.tensors[t];
            const index due = tensor.gone + backend.at_most(tensor, value);
            on.pruned[t] = std::max(tensor.gone, std::min(due, tensor.most));
            on.verdicts[t] = {
                due, on.pruned[t] < due ? limit_of(tensor, on.pruned[t]) : limit::none};
            more = more || on.pruned[t] > tensor.gone;
        }
        return more ? backend.prune_each(
                          std::span<const candidate<Source>>(on.tensors), on.pruned, on.workspace)
                    : not_a_number{};
    }
};

} // namespace coppice::select
