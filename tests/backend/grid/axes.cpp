#include "coppice/backend/grid/axes.hpp"

#include "coppice/core/grouped.hpp"
#include "core/layout.hpp"

#include <cstdint>
#include <random>

#include <doctest/doctest.h>

namespace coppice {

using backend::grid::axes;

static_assert(axes({64, 3, 7, 7}, row_major({64, 3, 7, 7})).rank == 1);
static_assert(axes({64, 3, 7, 7}, row_major({64, 3, 7, 7})).adjacent());
static_assert(axes({}, {}).adjacent());
static_assert(axes({1, 5, 1}, {77, 1, 99}).adjacent());
static_assert(!axes({5}, {2}).adjacent());
static_assert(axes({8, 3, 5}, {16, 5, 1}).rank == 2);

TEST_CASE("axes that are joined lead to the same places") {
    for (const shape& extents :
         {shape{7}, shape{4, 1, 3}, shape{6, 5, 1, 2}, shape{2, 3, 4, 5}, shape{1, 1}}) {
        for (const shape& strides : layouts(extents)) {
            const grouped<const float> whole{nullptr, {}, {}, extents, strides};
            const axes joined(extents, strides);
            CHECK(joined.rank <= extents.rank());
            CHECK(joined.adjacent() == whole.members_adjacent());
            for (index i = 0; i < extents.size(); ++i) {
                REQUIRE(joined.offset(i) == whole.member(i));
            }
        }
    }
}

TEST_CASE("places beyond 32 bits are right") {
    const shape extents{5, 70000, 70000};
    const shape strides{index{1} << 40, 1, 70000};
    const axes far(extents, strides);
    std::mt19937_64 random(1);
    for (int round = 0; round < 1000; ++round) {
        const auto number = static_cast<index>(random() % 24500000000U);
        const index plane = index{70000} * 70000;
        REQUIRE(
            far.offset(number) ==
            number / plane * strides[0] + number % plane / 70000 + number % 70000 * 70000);
        const auto divisor = static_cast<index>(1 + random() % 9000000000U);
        REQUIRE(backend::grid::quotient(number, divisor) == number / divisor);
    }
    static_assert(backend::grid::quotient(index{1} << 32, 3) == 1431655765);
    static_assert(backend::grid::quotient(7, index{1} << 32) == 0);
}

} // namespace coppice
