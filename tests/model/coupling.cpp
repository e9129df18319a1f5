#include "coppice/model/coupling.hpp"

#include <doctest/doctest.h>

using coppice::model::coupling;
using coppice::model::dimension;

TEST_CASE("positions are one set iff they are joined, directly or not") {
    coupling couplings;
    const dimension a = couplings.add(3);
    const dimension b = couplings.add(3);
    const dimension c = couplings.add(6);
    CHECK(couplings.set(a, 0) != couplings.set(a, 1));
    CHECK(couplings.set(a, 0) != couplings.set(b, 0));
    couplings.join(a, 0, b, 2);
    couplings.join(c, 4, b, 2);
    couplings.join(c, 5, b, 2);
    CHECK(couplings.set(a, 0) == couplings.set(b, 2));
    CHECK(couplings.set(a, 0) == couplings.set(c, 4));
    CHECK(couplings.set(c, 5) == couplings.set(c, 4));
    CHECK(couplings.set(c, 3) != couplings.set(c, 4));
}

TEST_CASE("a dimension knows its extent and why it is fixed") {
    coupling couplings;
    const dimension a = couplings.add(3);
    CHECK(couplings.extent(a) == 3);
    CHECK(couplings.fixed(a).empty());
    couplings.fix(a, "it is the network's input");
    CHECK(couplings.fixed(a) == "it is the network's input");
    couplings.fix(a, "it is the network's output");
    couplings.fix(a, "");
    CHECK(couplings.fixed(a) == "it is the network's output");
    CHECK_FALSE(dimension{}.coupled());
}
