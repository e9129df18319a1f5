#pragma once

#include "coppice/select/concept.hpp"

#include <algorithm>

namespace coppice::select {

/// The same share of every tensor: the lowest scores of each, ties by the lowest index.
struct local {
    using role = coppice::role::select;
    static constexpr bool per_layer = true;

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number prune(
        Backend& backend, std::span<candidate<Source>> candidates, Count count,
        std::span<index> pruned, std::byte* workspace) const {
        bool more = false;
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            const auto& tensor = candidates[t];
            pruned[t] =
                std::max(tensor.gone, std::min(count(tensor.mask.size, tensor.gone), tensor.most));
            more = more || pruned[t] > tensor.gone;
        }
        return more ? backend.prune_each(
                          std::span<const candidate<Source>>(candidates), pruned, workspace)
                    : not_a_number{};
    }
};

} // namespace coppice::select
