// refused: compose() takes policies only: one of its arguments answers no role. Pass objects such as coppice::score::l1{}, and give a policy of your own a line `using role = coppice::role::score;`.
#include <coppice/recipe/compose.hpp>

struct largest {
    [[nodiscard]] double accumulate(double sum, auto weight) const {
        return sum < weight ? weight : sum;
    }
    [[nodiscard]] double finish(double sum, coppice::index /*members*/) const { return sum; }
};

const auto recipe = coppice::compose(largest{});
