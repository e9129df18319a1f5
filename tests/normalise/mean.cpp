#include "coppice/normalise/mean.hpp"

#include "normalise/norm.hpp"

TEST_CASE_TEMPLATE_DEFINE(
    "normalise::mean divides by the mean of the scores", Backend, normalises_by_mean) {
    CHECK(norm_of_four<Backend>(coppice::normalise::mean{}) == 3.5); // of 1, -2, 3, 8
}
TEST_CASE_TEMPLATE_APPLY(normalises_by_mean, every_backend);
