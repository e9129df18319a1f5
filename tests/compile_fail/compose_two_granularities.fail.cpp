// refused: compose() was given two granularities: keep one.
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/recipe/compose.hpp>

using namespace coppice;

const auto recipe = compose(granularity::filter{}, granularity::weight{});
