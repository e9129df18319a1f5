#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/score/activation_mean.hpp>

using namespace coppice;

const auto recipe = compose(granularity::filter{}, score::activation_mean{});
