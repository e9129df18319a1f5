#include <coppice/freeze/first_layers.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/rewind/learning_rate.hpp>

using namespace coppice;

const auto recipe = compose(freeze::first_layers{}, rewind::learning_rate{});
