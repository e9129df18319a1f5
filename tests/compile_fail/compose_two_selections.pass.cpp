#include <coppice/recipe/compose.hpp>
#include <coppice/select/global.hpp>
#include <coppice/select/local.hpp>

using namespace coppice;

const auto recipe = compose(select::global{});
