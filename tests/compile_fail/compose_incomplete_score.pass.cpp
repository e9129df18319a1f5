#include <coppice/recipe/compose.hpp>

#include "../archetype/score.hpp"

struct mine : archetype::score {};

const auto recipe = coppice::compose(mine{});
