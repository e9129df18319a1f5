#include "coppice/backend/grid/move.hpp"

#include "backend/grid/on_cpu.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::grid::copy_groups;
using backend::grid::cut;

using lists = std::vector<std::vector<index>>;

/// What `gather` makes of the numbers 0, 1, 2, ..., laid out as `strides` say.
std::vector<float> gathered(
    const shape& extents, const shape& strides, const lists& kept, const shape& after,
    index blocks) {
    std::vector<float> values(static_cast<std::size_t>(extents.size()));
    std::iota(values.begin(), values.end(), 0.0F);
    laid_out<float> from(extents, strides, values);
    const std::vector<float> nothing(static_cast<std::size_t>(after.size()), -1.0F);
    laid_out<float> to(after, layouts(after).back(), nothing);
    backend::grid::gather<float> body{from.tensor(), to.tensor(), nullptr};
    std::vector<index> all;
    for (std::size_t axis = 0; axis < kept.size(); ++axis) {
        all.insert(all.end(), kept[axis].begin(), kept[axis].end());
        body.starts[axis + 1] = static_cast<index>(all.size());
    }
    body.kept = all.data();
    on_cpu::grid().launch(blocks, body);
    CHECK(to.gaps() == to.gaps_expected());
    return to.values();
}

} // namespace

TEST_CASE("groups are written one after the other, members in order") {
    std::vector<float> values(6 * 50 * 2);
    std::iota(values.begin(), values.end(), 0.0F);
    for (const shape& strides : layouts({6, 50, 2})) {
        laid_out<float> from({6, 50, 2}, strides, values);
        for (const index blocks : {1, 3}) {
            std::vector<float> to(values.size() + 1, -1.0F);
            const auto groups = slices(view<const float>(from.tensor()), 1);
            on_cpu::grid().launch(blocks, copy_groups<float>{cut<const float>(groups), to.data()});
            for (std::size_t i = 0; i < values.size(); ++i) { // group, row, column
                const std::size_t place = i % 12 / 2 * 100 + i / 12 * 2 + i % 2;
                REQUIRE(to[i] == values[place]);
            }
            REQUIRE(to.back() == -1.0F);
        }
    }
}

TEST_CASE("listed positions are gathered, all where there is no list") {
    for (const index blocks : {1, 2}) {
        for (const shape& strides : layouts({3, 4})) {
            const auto of = [&](const lists& kept, const shape& after) {
                return gathered({3, 4}, strides, kept, after, blocks);
            };
            CHECK(of({{0, 2}, {3}}, {2, 1}) == std::vector<float>{3, 11});
            CHECK(of({{}, {1, 2}}, {3, 2}) == std::vector<float>{1, 2, 5, 6, 9, 10});
            CHECK(of({{2}, {}}, {1, 4}) == std::vector<float>{8, 9, 10, 11});
            CHECK(of({{1, 1, 0}, {3, 0}}, {3, 2}) == std::vector<float>{7, 4, 7, 4, 3, 0});
        }
        for (const shape& strides : layouts({20, 4, 3, 3})) {
            const lists kept{{1, 4, 5, 9, 17, 18, 19}, {0, 3}, {}, {1}};
            std::vector<float> expected;
            for (const index a : kept[0]) {
                for (const index b : kept[1]) {
                    for (index c = 0; c < 3; ++c) {
                        expected.push_back(static_cast<float>(((a * 4 + b) * 3 + c) * 3 + 1));
                    }
                }
            }
            CHECK(gathered({20, 4, 3, 3}, strides, kept, {7, 2, 3, 1}, blocks) == expected);
        }
        CHECK(gathered({1}, {1}, {{}}, {1}, blocks) == std::vector<float>{0});
    }
}

} // namespace coppice
