#include "coppice/normalise/l2.hpp"

#include "normalise/norm.hpp"

#include <cmath>

TEST_CASE_TEMPLATE_DEFINE(
    "normalise::l2 divides by the scores' L2 norm", Backend, normalises_by_l2) {
    CHECK(norm_of_four<Backend>(coppice::normalise::l2{}) == std::sqrt(78.0)); // of 1, -2, 3, 8
}
TEST_CASE_TEMPLATE_APPLY(normalises_by_l2, every_backend);
