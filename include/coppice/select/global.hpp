#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/select/concept.hpp"

#include <algorithm>

namespace coppice::select {

/// The lowest scores of all tensors together, ties by the lowest (tensor, index). A tensor keeps at
/// least one group and loses at most `most_per_layer` of its groups; what it may not lose, the
/// others lose instead.
struct global {
    using role = coppice::role::select;
    static constexpr bool per_layer = false;

    double most_per_layer = 1.0; ///< share of one layer's groups that may go, in (0, 1]

    void validate() const {
        require(
            most_per_layer > 0 && most_per_layer <= 1, "select::global", "most_per_layer",
            most_per_layer, "in (0, 1]");
    }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number prune(
        Backend& backend, std::span<candidate<Source>> candidates, Count count,
        std::span<index> pruned, std::byte* workspace) const {
        index groups = 0;
        index gone = 0;
        index most = 0;
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            auto& tensor = candidates[t];
            const index cap = floor_share(most_per_layer, tensor.mask.size);
            tensor.most = std::max(tensor.gone, std::min(tensor.most, cap));
            pruned[t] = tensor.gone;
            groups += tensor.mask.size;
            gone += tensor.gone;
            most += tensor.most;
        }
        const index k = std::min(count(groups, gone), most);
        return k > gone ? backend.prune_together(
                              std::span<const candidate<Source>>(candidates), k, pruned, workspace)
                        : not_a_number{};
    }
};

} // namespace coppice::select
