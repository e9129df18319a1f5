#include <coppice/recipe/compose.hpp>
#include <coppice/select/n_m.hpp>

using namespace coppice;

const auto recipe = compose(granularity::weight{}, select::n_m{});
