#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/recipe/compose.hpp>

using namespace coppice;

const auto recipe = compose(granularity::weight{});
