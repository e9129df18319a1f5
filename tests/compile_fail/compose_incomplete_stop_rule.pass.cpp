#include <coppice/recipe/compose.hpp>

#include "../archetype/stop.hpp"

struct mine : archetype::stop {};

const auto recipe = coppice::compose(mine{});
