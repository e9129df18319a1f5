// refused: The rewinding in compose() lacks something that coppice/rewind/concept.hpp asks of one: begins, retraining(epochs).
#include <coppice/recipe/compose.hpp>

#include "../archetype/rewind.hpp"

struct mine : archetype::rewind {
    void retraining(int) const = delete;
};

const auto recipe = coppice::compose(mine{});
