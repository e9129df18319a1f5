#include <coppice/normalise/mean.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>

using namespace coppice;

const auto recipe = compose(select::global{}, normalise::mean{});
