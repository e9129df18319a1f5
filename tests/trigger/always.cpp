#include "coppice/trigger/always.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::trigger::always;

TEST_CASE("always retrains, and looks at no accuracy") {
    static_assert(!always::needs_accuracy);
    static_assert(always{}.fires({}, {}));
    static_assert(always{}.fires({1, 2}, {2, 2}));
    CHECK(always{}.epochs == 1);
}

TEST_CASE("a retraining takes an epoch at least") {
    CHECK_NOTHROW(always{.epochs = 5}.validate());
    CHECK(refusal([] {
              always{.epochs = 0}.validate();
          }) == "trigger::always: epochs is 0; it must be at least 1");
}
