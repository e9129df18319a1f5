// refused: The score in compose() reads what filters put out: compose it with coppice::granularity::filter.
#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/score/activation_mean.hpp>

using namespace coppice;

const auto recipe = compose(granularity::weight{}, score::activation_mean{});
