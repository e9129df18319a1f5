#include "coppice/operation/per_axis.hpp"

#include <doctest/doctest.h>

using coppice::operation::per_axis;

TEST_CASE("a number holds for both axes, two for one each") {
    const per_axis same = 3;
    CHECK(same[0] == 3);
    CHECK(same[1] == 3);
    CHECK(same == per_axis(3, 3));
    const per_axis each = {2, 5};
    CHECK(each[0] == 2);
    CHECK(each[1] == 5);
    CHECK(each[2] == 5);
}
