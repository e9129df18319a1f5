#include "coppice/normalise/sum.hpp"

#include "normalise/norm.hpp"

TEST_CASE_TEMPLATE_DEFINE(
    "normalise::sum divides by the sum of the scores", Backend, normalises_by_sum) {
    CHECK(norm_of_four<Backend>(coppice::normalise::sum{}) == 14); // of 1, -2, 3, 8
}
TEST_CASE_TEMPLATE_APPLY(normalises_by_sum, every_backend);
