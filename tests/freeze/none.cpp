#include "coppice/freeze/none.hpp"

#include <doctest/doctest.h>

TEST_CASE("nothing is frozen, and no rehearsal staged") {
    static_assert(coppice::freeze::policy<coppice::freeze::none>);
    CHECK_FALSE(coppice::freeze::none::probes);
}
