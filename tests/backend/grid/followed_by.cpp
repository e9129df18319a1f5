#include "coppice/backend/grid/followed_by.hpp"

#include "backend/grid/on_cpu.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// Adds one for every block.
struct count_blocks {
    static constexpr int resident_blocks = 3;

    index* blocks;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                warp.once([&] { warp.add(blocks, index{1}); });
            }
        });
    }
};

/// Writes down a number times what it finds.
struct note {
    const index* found;
    index times;
    std::vector<index>* noted;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                warp.once([&] { noted->push_back(times * *found); });
            }
        });
    }
};

static_assert(resident_blocks<count_blocks> == 3 && resident_blocks<note> == 1);
static_assert(resident_blocks<followed_by<count_blocks, note>> == 3);
static_assert(resident_blocks<followed_by<note, count_blocks>> == 1);

} // namespace

TEST_CASE("when all blocks are through, others follow, once, in their order") {
    index arrived = 0;
    for (const index blocks : {1, 2, 7}) { // one launch after the other, by the same count
        index found = 0;
        std::vector<index> noted;
        using both = followed_by<count_blocks, note, note>;
        on_cpu::grid().launch(
            blocks, both{{&found}, &arrived, {note{&found, 1, &noted}, note{&found, 10, &noted}}});
        CHECK(noted == std::vector<index>{blocks, 10 * blocks});
        CHECK(arrived == 0);
    }
}

} // namespace coppice
