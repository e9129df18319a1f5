#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/score/concept.hpp"

#include <algorithm>

namespace coppice::score {

/// The sum of the members as they are: adds up what are scores or outputs already.
struct plain_sum {
    using role = coppice::role::score;

    [[nodiscard]] constexpr double accumulate(double sum, element auto value) const {
        return sum + static_cast<double>(value);
    }
    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

/// The score of one group, summed one member after the other as concept.hpp says.
/// @param groups, extra  cuts whose members are in the order of memory
template <class Score, element T, element... Extra>
[[nodiscard]] constexpr double of_group(
    const Score& policy, index g, const grouped<const T>& groups,
    const grouped<const Extra>&... extra) {
    double sum = 0;
    for (index begin = 0; begin < groups.members(); begin += chunk) {
        const index end = std::min(begin + chunk, groups.members());
        double lane[lanes] = {};
        for (index m = begin; m < end; ++m) {
            double& partial = lane[(m - begin) % lanes];
            partial = policy.accumulate(
                partial, groups.group(g)[groups.member(m)], extra.group(g)[extra.member(m)]...);
        }
        for (index half = lanes / 2; half > 0; half /= 2) {
            for (index i = 0; i < half; ++i) {
                lane[i] = joined(policy, lane[i], lane[i + half]);
            }
        }
        sum = joined(policy, sum, lane[0]);
    }
    return finished(policy, sum, groups.members(), g);
}

} // namespace coppice::score
