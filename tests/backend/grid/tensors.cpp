#include "coppice/backend/grid/tensors.hpp"

#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/grid/workspace.hpp"

#include <cstddef>
#include <set>
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

TEST_CASE("a grid takes every number once, however many there are") {
    constexpr index begin = 5000000000;
    for (const index count : {begin, begin + 1, begin + 31, begin + 700}) {
        std::multiset<index> taken;
        const index blocks = (count - begin + threads_in_block) / threads_in_block;
        const index all = count / threads_in_block + 1;
        for (index number = all - blocks - 1; number < all; ++number) { // the last ones
            on_cpu::block block(number, all);
            block.each_warp([&](const auto& warp) {
                for_own(block, warp, count, [&](index i) { taken.insert(i); });
            });
        }
        for (index i = begin; i < count; ++i) {
            REQUIRE(taken.count(i) == 1);
        }
        REQUIRE(*taken.rbegin() == count - 1);
    }
}

TEST_CASE("the parts of a workspace are aligned and do not overlap") {
    constexpr selection_tuning tuning;
    for (const index tensors : {1, 54, 1000}) {
        for (const index groups : {index{1}, index{25502912}, index{1} << 33}) {
            const selection_layout layout(tuning, tensors, groups);
            const index starts[] = {layout.found,  layout.tensors, layout.parts,
                                    layout.losses, layout.ranks,   layout.counts,
                                    layout.keys,   layout.places,  layout.size};
            for (std::size_t i = 1; i < std::size(starts); ++i) {
                REQUIRE(starts[i] >= starts[i - 1]);
                REQUIRE(starts[i] % selection_layout::alignment == 0);
            }
            CHECK(layout.losses - layout.parts >= 2 * static_cast<index>(sizeof(cut_state)));
            CHECK(layout.size - layout.places == (tuning.room(groups) * 8 + 255) / 256 * 256);
        }
    }
    // A billion weights: a 32nd of them, as the masks are.
    CHECK(selection_layout(tuning, 1, 1000000000).size < 4000000000 / 30);
}

} // namespace coppice
