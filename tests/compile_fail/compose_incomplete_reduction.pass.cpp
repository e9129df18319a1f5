#include <coppice/recipe/compose.hpp>

#include "../archetype/reduce.hpp"

struct mine : archetype::reduce {};

const auto recipe = coppice::compose(mine{});
