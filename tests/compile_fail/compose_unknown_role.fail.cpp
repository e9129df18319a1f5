// refused: compose() was given a policy that answers a role of its own: its `role` must be one of those in coppice/core/role.hpp.
#include <coppice/recipe/compose.hpp>

struct scores {};

struct largest {
    using role = scores;
    [[nodiscard]] double accumulate(double sum, auto weight) const {
        return sum < weight ? weight : sum;
    }
    [[nodiscard]] double finish(double sum, coppice::index /*members*/) const { return sum; }
};

const auto recipe = coppice::compose(largest{});
