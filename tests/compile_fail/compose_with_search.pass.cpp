#include <coppice/recipe/compose.hpp>
#include <coppice/search/random.hpp>
#include <coppice/step/block.hpp>

using namespace coppice;

const auto recipe = compose(step::block{});
const search::round tries = search::random{}.next(6, {});
