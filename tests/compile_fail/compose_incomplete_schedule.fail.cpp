// refused: The schedule in compose() lacks something that coppice/schedule/concept.hpp asks of one: sparsity(t), returning double.
#include <coppice/recipe/compose.hpp>

#include "../archetype/schedule.hpp"

struct mine : archetype::schedule {
    void sparsity(double) const = delete;
};

const auto recipe = coppice::compose(mine{});
