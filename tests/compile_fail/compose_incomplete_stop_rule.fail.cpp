// refused: The stop rule in compose() lacks something that coppice/stop/concept.hpp asks of one: needs_accuracy, enough(position).
#include <coppice/recipe/compose.hpp>

#include "../archetype/stop.hpp"

struct mine : archetype::stop {
    void enough(const coppice::stop::position&) const = delete;
};

const auto recipe = coppice::compose(mine{});
