#include "coppice/backend/grid/launch.hpp"

#include "backend/grid/on_cpu.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// Notes how many blocks are asked for.
struct noting_grid : on_cpu::grid {
    std::vector<index>* launches;

    explicit noting_grid(std::vector<index>& noted) : launches(&noted) {}

    template <class Body>
    void launch(index blocks, const Body& /*body*/) const {
        launches->push_back(blocks);
    }

    [[nodiscard]] static index blocks_at_once() { return 7; }
};

struct nothing_to_do {};

} // namespace

TEST_CASE("a launch has a block for every turn, no more than run at once, and none for nothing") {
    std::vector<index> launches;
    const noting_grid grid(launches);
    using backend::grid::launch_over;
    for (const index count : {0, 1, 256, 257, 1792, 1793, 1000000}) {
        launch_over(grid, count, nothing_to_do{});
    }
    CHECK(launches == std::vector<index>{1, 1, 2, 7, 7, 7});
    launches.clear();
    for (const index count : {0, 1, 8, 9, 56, 57}) {
        launch_over(grid, count, nothing_to_do{}, 8);
    }
    CHECK(launches == std::vector<index>{1, 1, 2, 7, 7});
    launches.clear();
    launch_over(grid, index{1} << 40, nothing_to_do{});
    CHECK(launches == std::vector<index>{7});
}

} // namespace coppice
