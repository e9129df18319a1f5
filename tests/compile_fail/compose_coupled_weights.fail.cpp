// refused: The policy for coupled layers in compose() prunes filters of several layers together: compose it with coppice::granularity::filter.
#include <coppice/couple/together.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/recipe/compose.hpp>

const auto recipe = coppice::compose(coppice::granularity::weight{}, coppice::couple::together{});
