// refused: compose() was given two freezing policies: keep one.
#include <coppice/freeze/none.hpp>
#include <coppice/freeze/weight_shift.hpp>
#include <coppice/recipe/compose.hpp>

using namespace coppice;

const auto recipe = compose(freeze::weight_shift{}, freeze::none{});
