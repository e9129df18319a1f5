#include <coppice/recipe/compose.hpp>
#include <coppice/trigger/accuracy_drop.hpp>
#include <coppice/trigger/always.hpp>

using namespace coppice;

const auto recipe = compose(trigger::accuracy_drop{});
