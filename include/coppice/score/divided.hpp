#pragma once

#include "coppice/score/concept.hpp"

namespace coppice::score {

/// Another score over a number: what makes the scores of several layers comparable, and a sum a
/// mean.
template <class Policy>
struct divided {
    using role = coppice::role::score;

    Policy policy;
    double by = 1;

    [[nodiscard]] constexpr double
    accumulate(double sum, element auto weight, element auto... extra) const requires requires {
        policy.accumulate(sum, weight, extra...);
    }
    { return policy.accumulate(sum, weight, extra...); }

    [[nodiscard]] constexpr double join(double sum, double more) const requires requires {
        policy.join(sum, more);
    }
    { return policy.join(sum, more); }

    [[nodiscard]] constexpr double finish(double sum, index members, index group) const {
        return finished(policy, sum, members, group) / by;
    }
};

} // namespace coppice::score
