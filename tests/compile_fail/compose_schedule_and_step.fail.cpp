// refused: A recipe prunes either along a schedule while training or in steps: give compose() a schedule or a step, not both.
#include <coppice/recipe/compose.hpp>
#include <coppice/schedule/agp.hpp>
#include <coppice/step/layer.hpp>

using namespace coppice;

const auto recipe = compose(schedule::agp{}, step::layer{});
