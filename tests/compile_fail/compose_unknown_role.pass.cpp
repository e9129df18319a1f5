#include <coppice/recipe/compose.hpp>

struct largest {
    using role = coppice::role::score;
    [[nodiscard]] double accumulate(double sum, auto weight) const {
        return sum < weight ? weight : sum;
    }
    [[nodiscard]] double finish(double sum, coppice::index /*members*/) const { return sum; }
};

const auto recipe = coppice::compose(largest{});
