#include "coppice/select/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <doctest/doctest.h>

namespace coppice::select {
namespace {

candidate<score::stored> tensor(index groups, index gone, index most) {
    return {{nullptr, groups}, {nullptr, groups}, gone, most};
}

} // namespace

TEST_CASE("what is kept is the nearest multiple, the larger of two") {
    CHECK(rounded(tensor(64, 0, 63), 13, 8) == 16); // 51 left: 48 is nearer than 56
    CHECK(rounded(tensor(64, 0, 63), 11, 8) == 8);
    CHECK(rounded(tensor(64, 0, 63), 12, 8) == 8); // 52 lies between 48 and 56
    CHECK(rounded(tensor(64, 0, 63), 63, 8) == 56);
    CHECK(rounded(tensor(64, 0, 63), 13, 1) == 13);
}

TEST_CASE("a tensor that no multiple fits stays as it is") {
    CHECK(rounded(tensor(6, 0, 5), 4, 8) == 0);
    CHECK(rounded(tensor(12, 5, 11), 7, 8) == 5);
    CHECK(rounded(tensor(10, 0, 1), 1, 8) == 0); // at least 9 are to stay
}

TEST_CASE("nothing asked is nothing done") {
    CHECK(rounded(tensor(13, 2, 12), 2, 8) == 2);
}

TEST_CASE("rounding keeps a multiple, breaks no bound, empties nothing and goes no further") {
    for (index groups = 1; groups <= 20; ++groups) {
        for (index gone = 0; gone < groups; ++gone) {
            for (index most = gone; most < groups; ++most) {
                for (index pruned = gone; pruned <= most; ++pruned) {
                    for (index multiple = 1; multiple <= 9; ++multiple) {
                        const index done = rounded(tensor(groups, gone, most), pruned, multiple);
                        REQUIRE((done >= gone && done <= most));
                        REQUIRE((done == gone || (groups - done) % multiple == 0));
                        REQUIRE((done == gone || std::abs(done - pruned) < multiple));
                    }
                }
            }
        }
    }
}

} // namespace coppice::select
