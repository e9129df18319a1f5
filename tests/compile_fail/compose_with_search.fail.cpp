// refused: compose() was given a search or an objective, which tune a recipe and are no part of one: give it to coppice::tune::find_best().
#include <coppice/recipe/compose.hpp>
#include <coppice/search/random.hpp>
#include <coppice/step/block.hpp>

using namespace coppice;

const auto recipe = compose(step::block{}, search::random{});
