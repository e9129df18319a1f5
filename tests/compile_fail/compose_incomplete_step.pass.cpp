#include <coppice/recipe/compose.hpp>

#include "../archetype/step.hpp"

struct mine : archetype::step {};

const auto recipe = coppice::compose(mine{});
