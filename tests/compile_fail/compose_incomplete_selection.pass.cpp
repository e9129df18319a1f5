#include <coppice/recipe/compose.hpp>

#include "../archetype/select.hpp"

struct mine : archetype::select {};

const auto recipe = coppice::compose(mine{});
