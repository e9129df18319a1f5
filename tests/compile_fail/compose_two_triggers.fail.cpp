// refused: compose() was given two triggers: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/trigger/accuracy_drop.hpp>
#include <coppice/trigger/always.hpp>

using namespace coppice;

const auto recipe = compose(trigger::always{}, trigger::accuracy_drop{});
