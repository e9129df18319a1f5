#include <coppice/recipe/compose.hpp>

#include "../archetype/lr.hpp"

struct mine : archetype::lr {};

const auto recipe = coppice::compose(mine{});
