#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>

#include "../archetype/normalise.hpp"

const auto recipe = coppice::compose(coppice::select::global{}, archetype::normalise{});
