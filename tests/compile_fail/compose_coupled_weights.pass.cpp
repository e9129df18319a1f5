#include <coppice/couple/together.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/recipe/compose.hpp>

const auto recipe = coppice::compose(coppice::granularity::filter{}, coppice::couple::together{});
