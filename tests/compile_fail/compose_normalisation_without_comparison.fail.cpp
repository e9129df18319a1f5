// refused: The selection in compose() compares no layers, so a normalisation of their scores would change nothing: drop it, or select with coppice::select::global.
#include <coppice/normalise/mean.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/select/local.hpp>

using namespace coppice;

const auto recipe = compose(select::local{}, normalise::mean{});
