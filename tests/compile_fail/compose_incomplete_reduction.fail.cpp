// refused: The reduction in compose() lacks something that coppice/reduce/concept.hpp asks of one: sum(count), returning coppice::index.
#include <coppice/recipe/compose.hpp>

#include "../archetype/reduce.hpp"

struct mine : archetype::reduce {
    void sum(coppice::index) const = delete;
};

const auto recipe = coppice::compose(mine{});
