#include <coppice/recipe/compose.hpp>

#include "../archetype/rewind.hpp"

struct mine : archetype::rewind {};

const auto recipe = coppice::compose(mine{});
