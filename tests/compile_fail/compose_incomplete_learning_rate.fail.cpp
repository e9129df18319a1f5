// refused: The learning rate in compose() lacks something that coppice/lr/concept.hpp asks of one: rate(position), returning double.
#include <coppice/recipe/compose.hpp>

#include "../archetype/lr.hpp"

struct mine : archetype::lr {
    void rate(const coppice::lr::position&) const = delete;
};

const auto recipe = coppice::compose(mine{});
