#include <coppice/recipe/compose.hpp>

#include "../archetype/granularity.hpp"

struct mine : archetype::granularity {};

const auto recipe = coppice::compose(mine{});
