#include <coppice/freeze/none.hpp>
#include <coppice/freeze/weight_shift.hpp>
#include <coppice/recipe/compose.hpp>

using namespace coppice;

const auto recipe = compose(freeze::none{});
