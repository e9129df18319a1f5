// refused: compose() was given two stop rules: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/stop/accuracy_floor.hpp>
#include <coppice/stop/target_sparsity.hpp>

using namespace coppice;

const auto recipe = compose(stop::accuracy_floor{}, stop::target_sparsity{});
