// refused: compose() was given two schedules: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/schedule/agp.hpp>
#include <coppice/schedule/one_cycle.hpp>

using namespace coppice;

const auto recipe = compose(schedule::agp{}, schedule::one_cycle{});
