// refused: compose() was given two reductions: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/reduce/none.hpp>

using namespace coppice;

const auto recipe = compose(reduce::none{}, reduce::none{});
