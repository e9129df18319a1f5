// refused: The step in compose() counts layer by layer, and the selection asks for all layers together: select with coppice::select::local.
#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>
#include <coppice/step/by_kind.hpp>

using namespace coppice;

const auto recipe = compose(select::global{}, step::by_kind{});
