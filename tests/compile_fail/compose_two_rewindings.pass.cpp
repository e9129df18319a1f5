#include <coppice/recipe/compose.hpp>
#include <coppice/rewind/learning_rate.hpp>
#include <coppice/rewind/weights.hpp>

using namespace coppice;

const auto recipe = compose(rewind::learning_rate{});
