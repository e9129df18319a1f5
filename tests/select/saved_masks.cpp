#include "coppice/select/saved_masks.hpp"

#include "backend/host.hpp"
#include "select/pool.hpp"

#include <span>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE_DEFINE("saved masks come back as they were", Backend, masks_come_back) {
    Backend backend;
    pool of({std::vector<double>(70, 1.0), {1, 2, 3}});
    of.set(0, 66, false);
    const auto tensors = of.candidates();
    std::vector<coppice::mask::word> scratch(3);
    const coppice::select::saved_masks masks(
        backend, std::span<const pool::stored_candidate>(tensors),
        std::span<coppice::mask::word>(scratch));
    const kept_bits before = of.kept();
    of.set(0, 1, false);
    of.set(1, 2, false);
    masks.restore();
    CHECK(of.kept() == before);
}
TEST_CASE_TEMPLATE_APPLY(masks_come_back, every_backend);
