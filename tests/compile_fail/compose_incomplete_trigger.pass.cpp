#include <coppice/recipe/compose.hpp>

#include "../archetype/trigger.hpp"

struct mine : archetype::trigger {};

const auto recipe = coppice::compose(mine{});
