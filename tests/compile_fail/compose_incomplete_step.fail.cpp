// refused: The step in compose() lacks something that coppice/step/concept.hpp asks of one: steps(model), layers(model, step), name(model, step), count(left).
#include <coppice/recipe/compose.hpp>

#include "../archetype/step.hpp"

struct mine : archetype::step {
    void count(coppice::index) const = delete;
};

const auto recipe = coppice::compose(mine{});
