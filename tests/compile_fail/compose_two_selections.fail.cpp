// refused: compose() was given two selections: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>
#include <coppice/select/local.hpp>

using namespace coppice;

const auto recipe = compose(select::local{}, select::global{});
