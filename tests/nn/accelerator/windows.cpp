#include "nn/accelerator/windows.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "nn/operation/pooling.hpp"

namespace {

using namespace nn;

node pool_of(const image_shape& input, const geometry& window) {
    node made{.kind = node_kind::max_pool, .input = input, .output = input, .window = window};
    made.output.height = window.output_extent(input.height);
    made.output.width = window.output_extent(input.width);
    return made;
}

const std::vector<node> pools{
    pool_of({1, 7, 5}, {.kernel = 3, .stride = 2, .padding = 1}),
    pool_of({1, 6, 8}, {.kernel = 2, .stride = 2}),
    pool_of({1, 5, 5}, {.kernel = 2, .stride = 3}),
    pool_of({1, 4, 9}, {.kernel = 4, .stride = 1, .padding = 3}),
    pool_of({1, 1, 1}, {.kernel = 1, .stride = 1}),
};

TEST_CASE("windows cover what they cover on the CPU, and are found from what they cover") {
    for (const node& self : pools) {
        const pooling tested(self);
        std::vector<std::vector<bool>> covers;
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            const auto width = static_cast<std::uint32_t>(self.output.width);
            const auto row = static_cast<std::uint32_t>(pixel) / width;
            const auto column = static_cast<std::uint32_t>(pixel) % width;
            CHECK(tested.rows.covered(row).begin == window.top);
            CHECK(tested.rows.covered(row).end == window.bottom);
            CHECK(tested.columns.covered(column).begin == window.left);
            CHECK(tested.columns.covered(column).end == window.right);
            covers.emplace_back(self.input.plane(), false);
            window.visit(self.input.width, [&](std::size_t at) { covers.back()[at] = true; });
        });
        for (std::size_t at = 0; at < self.input.plane(); ++at) {
            const auto row = static_cast<std::uint32_t>(at / self.input.width);
            const auto column = static_cast<std::uint32_t>(at % self.input.width);
            const place_range rows = tested.rows.covering(row);
            const place_range columns = tested.columns.covering(column);
            for (std::size_t pixel = 0; pixel < covers.size(); ++pixel) {
                const std::size_t y = pixel / self.output.width;
                const std::size_t x = pixel % self.output.width;
                const bool found =
                    y >= rows.begin && y < rows.end && x >= columns.begin && x < columns.end;
                CHECK(found == covers[pixel][at]);
            }
        }
    }
}

} // namespace
