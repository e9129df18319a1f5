#include "coppice/backend/grid/tensors.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice {

using namespace backend::grid;

static_assert(bits_from(0, 64) == ~mask::word{0} && bits_from(0, 63) == ~mask::word{0} >> 1);
static_assert(bits_from(64, 65) == 1 && bits_from(64, 64) == 0 && bits_from(128, 64) == 0);

TEST_CASE("tensors of more groups than 32 bits count are numbered one after the other") {
    constexpr index huge = 3000000001;
    std::vector<tensor<score::stored>> made;
    tensor_row row;
    for (const index groups : {huge, index{1}, huge}) {
        made.push_back(row.next(
            select::candidate<score::stored>{{nullptr, groups}, {nullptr, groups}, 0, groups}));
    }
    const index tiles = tiles_of_groups.tiles(huge);
    CHECK((tiles - 1) * tiles_of_groups.groups_of_tile() < huge);
    CHECK(tiles * tiles_of_groups.groups_of_tile() >= huge);
    CHECK(made[2].first_group == huge + 1);
    CHECK(made[2].first_tile == tiles + 1);
    CHECK((row.groups() == 2 * huge + 1 && row.tiles() == 2 * tiles + 1));
    const auto at = [&](index place) {
        return tensor_at(made.data(), 3, &tensor<score::stored>::first_group, place);
    };
    CHECK((at(0) == 0 && at(huge - 1) == 0 && at(huge) == 1 && at(huge + 1) == 2));
    CHECK(at(2 * huge) == 2);
}

} // namespace coppice
