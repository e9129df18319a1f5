// refused: The rewinding in compose() takes all layers back to an earlier epoch, and the freezing policy keeps some from being trained again from there: drop the freezing, or rewind with coppice::rewind::learning_rate.
#include <coppice/freeze/first_layers.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/rewind/weights.hpp>

using namespace coppice;

const auto recipe = compose(freeze::first_layers{}, rewind::weights{});
