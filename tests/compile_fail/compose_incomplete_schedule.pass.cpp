#include <coppice/recipe/compose.hpp>

#include "../archetype/schedule.hpp"

struct mine : archetype::schedule {};

const auto recipe = coppice::compose(mine{});
