// refused: compose() was given two scores: keep one.
#include <coppice/recipe/compose.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/score/l2.hpp>

using namespace coppice;

const auto recipe = compose(score::l1{}, score::l2{});
