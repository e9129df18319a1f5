// refused: The normalisation in compose() lacks something that coppice/normalise/concept.hpp asks of one: divides, accumulate(sum, score) and finish(sum, groups), both returning double.
#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>

#include "../archetype/normalise.hpp"

struct mine : archetype::normalise {
    void finish(double, coppice::index) const = delete;
};

const auto recipe = coppice::compose(coppice::select::global{}, mine{});
