#include <coppice/lr/constant.hpp>
#include <coppice/lr/pruning_aware.hpp>
#include <coppice/recipe/compose.hpp>

using namespace coppice;

const auto recipe = compose(lr::pruning_aware{});
