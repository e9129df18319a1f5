#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>
#include <coppice/step/by_kind.hpp>

using namespace coppice;

const auto recipe = compose(select::local{}, step::by_kind{});
