#include <coppice/recipe/compose.hpp>

#include "../archetype/freeze.hpp"

struct mine : archetype::freeze {};

const auto recipe = coppice::compose(mine{});
