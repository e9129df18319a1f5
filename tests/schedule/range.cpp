#include "coppice/schedule/range.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

namespace coppice::schedule {
TEST_CASE("sparsities run from initial to target, within [0, 1)") {
    CHECK_NOTHROW(require_range("here", 0, 0));
    CHECK_NOTHROW(require_range("here", 0.5, 0.5));
    CHECK_NOTHROW(require_range("here", 0.2, 0.999));
    CHECK(refusal([] {
              require_range("here", -0.1, 0.5);
          }) == "here: initial is -0.1; it must be in [0, 1)");
    CHECK(
        refusal([] { require_range("here", 1, 1); }) == "here: initial is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              require_range("here", law::nan, 0.5);
          }) == "here: initial is nan; it must be in [0, 1)");
    CHECK(refusal([] {
              require_range("here", 0.3, 0.2);
          }) == "here: target is 0.2; it must be in [initial, 1), initial being 0.3");
    CHECK(refusal([] {
              require_range("here", 0, 1);
          }) == "here: target is 1; it must be in [initial, 1), initial being 0");
    CHECK(refusal([] {
              require_range("here", 0, law::nan);
          }) == "here: target is nan; it must be in [initial, 1), initial being 0");
}

TEST_CASE("pruning starts within the training") {
    CHECK_NOTHROW(require_start("here", 0));
    CHECK_NOTHROW(require_start("here", 0.999));
    for (const double start : {-0.001, 1.0, law::nan, law::infinity}) {
        CHECK_THROWS_AS(require_start("here", start), coppice::error);
    }
    CHECK(refusal([] { require_start("here", 1); }) == "here: start is 1; it must be in [0, 1)");
}

TEST_CASE("the way from the start to the end is exact at both") {
    for (int percent = 0; percent < 100; ++percent) {
        const double start = percent / 100.0;
        CHECK(position(0, start) == 0);
        CHECK(position(start, start) == 0);
        CHECK(position(1, start) == 1);
    }
    CHECK(position(0.6, 0.2) == doctest::Approx(0.5));
}
} // namespace coppice::schedule
