#include <coppice/recipe/compose.hpp>
#include <coppice/stop/accuracy_floor.hpp>
#include <coppice/stop/target_sparsity.hpp>

using namespace coppice;

const auto recipe = compose(stop::target_sparsity{});
