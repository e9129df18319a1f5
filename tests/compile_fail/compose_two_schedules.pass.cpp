#include <coppice/recipe/compose.hpp>
#include <coppice/schedule/agp.hpp>
#include <coppice/schedule/one_cycle.hpp>

using namespace coppice;

const auto recipe = compose(schedule::one_cycle{});
