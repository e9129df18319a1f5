#include "coppice/backend/grid/workspace.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

using namespace backend::grid;

TEST_CASE("few groups can all be written down, and a share of more") {
    constexpr selection_tuning usual;
    static_assert(usual.room(0) == 0 && usual.room(1) == 1 && usual.room(65536) == 65536);
    static_assert(usual.room(65537) == 65537);
    static_assert(usual.room(128000) == 65536 + 1000);
    constexpr selection_tuning tight{.few = 100, .share_written = 3};
    static_assert(tight.room(149) == 149 && tight.room(150) == 150 && tight.room(160) == 153);
    index before = 0;
    for (index groups = 0; groups < 2000; ++groups) {
        const index room = tight.room(groups);
        REQUIRE(room <= groups);
        REQUIRE(room >= before);
        before = room;
    }
}

TEST_CASE("the parts of a workspace are aligned and do not overlap") {
    constexpr selection_tuning tuning;
    for (const index tensors : {1, 54, 1000}) {
        for (const index groups : {index{1}, index{25502912}, index{1} << 33}) {
            const selection_layout layout(tuning, tensors, groups);
            const index parts = std::max<index>(2, tensors);
            const index room = tuning.room(groups);
            const index starts[] = {layout.found,  layout.tensors, layout.parts,   layout.ranks,
                                    layout.counts, layout.last,    layout.written, layout.size};
            const index bytes[] = {
                static_cast<index>(sizeof(findings)) + parts * 8,
                tensors * tuning.tensor_bytes,
                parts * static_cast<index>(sizeof(cut_state)),
                tensors * 8,
                parts * bins * 8,
                most_ranked * 16,
                room * 16};
            CHECK(starts[0] == 0);
            for (std::size_t i = 0; i < std::size(bytes); ++i) {
                CAPTURE(i);
                REQUIRE(starts[i + 1] - starts[i] >= bytes[i]);
                REQUIRE(starts[i + 1] - starts[i] < bytes[i] + selection_layout::alignment);
                REQUIRE(starts[i + 1] % selection_layout::alignment == 0);
            }
            REQUIRE(layout.losses == static_cast<index>(sizeof(findings))); // behind the findings
        }
    }
    // A billion weights: a 32nd of them, as the masks are.
    CHECK(selection_layout(tuning, 1, 1000000000).size < 4000000000 / 30);
}

TEST_CASE("of smaller keys more can be written down in the same memory") {
    for (const index room : {0, 1, 2, 3, 100, 65537}) {
        CAPTURE(room);
        std::vector<std::byte> memory(static_cast<std::size_t>(16 * room));
        const auto wide = selection_layout::entries_at<std::uint64_t>(memory.data(), room, 1 << 20);
        const auto narrow =
            selection_layout::entries_at<std::uint32_t>(memory.data(), room, 1 << 20);
        CHECK(wide.room == room);
        CHECK(narrow.room == room * 4 / 3);
        const auto bytes_to = [&](const auto* end) {
            return reinterpret_cast<const std::byte*>(end) - memory.data();
        };
        CHECK(bytes_to(wide.keys + wide.room) <= 16 * room);
        CHECK(bytes_to(narrow.keys + narrow.room) <= 16 * room);
        CHECK(static_cast<const void*>(narrow.places + narrow.room) == narrow.keys);
        CHECK(selection_layout::entries_at<std::uint32_t>(memory.data(), room, room).room == room);
    }
}

} // namespace coppice
