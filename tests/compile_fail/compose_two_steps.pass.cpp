#include <coppice/recipe/compose.hpp>
#include <coppice/step/block.hpp>
#include <coppice/step/layer.hpp>

using namespace coppice;

const auto recipe = compose(step::layer{});
