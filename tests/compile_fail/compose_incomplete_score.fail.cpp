// refused: The score in compose() lacks something that coppice/score/concept.hpp asks of one: accumulate(sum, weight) and finish(sum, members), both returning double.
#include <coppice/recipe/compose.hpp>

#include "../archetype/score.hpp"

struct mine : archetype::score {
    void finish(double, coppice::index) const = delete;
};

const auto recipe = coppice::compose(mine{});
