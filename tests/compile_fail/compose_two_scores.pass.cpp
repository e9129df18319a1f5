#include <coppice/recipe/compose.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/score/l2.hpp>

using namespace coppice;

const auto recipe = compose(score::l2{});
