#include "coppice/normalise/none.hpp"

#include "backend/host.hpp"
#include "coppice/select/global.hpp"
#include "coppice/toolbox/prune.hpp"

#include <vector>

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE_DEFINE(
    "normalise::none compares scores as they are: small weights go first", Backend,
    normalises_by_none) {
    Backend backend;
    std::vector<float> small{1, 2, 3, 4};
    std::vector<float> large{10, 20, 30, 40};
    const std::vector<coppice::view<float>> both{{small.data(), {4}}, {large.data(), {4}}};
    const auto masks = coppice::prune(
        backend, both, 0.5, coppice::granularity::weight{}, coppice::score::l1{},
        coppice::select::global{}, coppice::normalise::none{});
    CHECK(backend.kept(masks[0]) == 1); // never the last
    CHECK(backend.kept(masks[1]) == 3);
}
TEST_CASE_TEMPLATE_APPLY(normalises_by_none, every_backend);
