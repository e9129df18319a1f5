#include "coppice/select/adaptive_threshold.hpp"

#include "backend/host.hpp"
#include "core/refusal.hpp"
#include "select/selection.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

using select::adaptive_threshold;

TEST_CASE("the threshold rises as AIAP's does") {
    // P[0..8]; the rounds 1 to 9 begin with them.
    const std::vector<index> left{1000, 990, 985, 984, 980, 960, 955, 900, 899};
    const std::vector<double> expected{0, 0, 0, 0.01, 0.02, 0.02, 0.03, 0.03, 0.04};
    const adaptive_threshold rule;
    adaptive_threshold::state now;
    for (std::size_t r = 0; r < left.size(); ++r) {
        now = rule.next(now, left[r]);
        CHECK(now.value == doctest::Approx(expected[r]));
        CHECK(now.round == static_cast<index>(r) + 1);
    }
}

TEST_CASE("exactly one percent less is not too little") {
    const adaptive_threshold rule;
    adaptive_threshold::state now{3, 0, 1000, 800, 700};
    CHECK(rule.next(now, 690).value == 0);    // 10 of 1000
    CHECK(rule.next(now, 691).value == 0.01); // 9 of 1000
}

TEST_CASE_TEMPLATE_DEFINE(
    "a round prunes what is not above the threshold, and remembers", Backend, adapts) {
    const adaptive_threshold rule{.rise = 1, .quiet_rounds = 2};
    adaptive_threshold::state memory;
    pool of({{0, 0.5, 1.5, 3}, {0, 2}});
    std::vector<kept_bits> seen;
    for (int round = 0; round < 5; ++round) {
        of = run<Backend>(rule, of, exactly(0), memory).after;
        seen.push_back(of.kept());
    }
    CHECK(seen[0] == kept_bits{{false, true, true, true}, {false, true}}); // at 0
    CHECK(seen[1] == seen[0]);
    CHECK(seen[2] == kept_bits{{false, false, true, true}, {false, true}}); // at 1
    CHECK(seen[3] == seen[2]); // a weight had gone the round before, of six
    CHECK(seen[4] == kept_bits{{false, false, false, true}, {false, true}}); // at 2
    CHECK(memory.value == 2);
    CHECK(memory.round == 5);
}
TEST_CASE_TEMPLATE_APPLY(adapts, every_backend);

TEST_CASE("an adaptive threshold refuses numbers out of their ranges") {
    CHECK(refusal([] {
              adaptive_threshold{.rise = 0}.validate();
          }) == "select::adaptive_threshold: rise is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              adaptive_threshold{.rise = std::numeric_limits<double>::infinity()}.validate();
          }) == "select::adaptive_threshold: rise is inf; it must be above 0 and finite");
    CHECK(refusal([] {
              adaptive_threshold{.percent = 101}.validate();
          }) == "select::adaptive_threshold: percent is 101; it must be in [1, 100]");
    CHECK(refusal([] {
              adaptive_threshold{.quiet_rounds = 1}.validate();
          }) == "select::adaptive_threshold: quiet_rounds is 1; it must be at least 2");
}

} // namespace coppice
