// refused: The selection in compose() takes single weights: compose it with coppice::granularity::weight.
#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/select/n_m.hpp>

using namespace coppice;

const auto recipe = compose(granularity::filter{}, select::n_m{});
