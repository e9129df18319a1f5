#include "coppice/granularity/kernel.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::kernel;

TEST_CASE("a kernel is one output's weights on one input") {
    std::array<float, 24> memory{};
    const auto cut = kernel{}.cut(coppice::view<float>(memory.data(), {2, 3, 2, 2}));
    CHECK(cut.groups() == 6);
    CHECK(cut.members() == 4);
    CHECK(cut.group(4) == memory.data() + 16);
    CHECK(cut.member(3) == 3);
    const auto line = kernel{}.cut(coppice::view<float>(memory.data(), {4, 2, 3}));
    CHECK(line.groups() == 8);
    CHECK(line.members() == 3);
}

TEST_CASE("kernels lie where the layout has them") {
    std::array<float, 24> memory{};
    const auto cut = kernel{}.cut(coppice::ohwi(memory.data(), {2, 3, 2, 2}));
    CHECK(cut.group(4) == memory.data() + 13);
    CHECK(cut.member(3) == 9);
}

TEST_CASE("only convolutions have kernels") {
    static_assert(!kernel::removable && !kernel::single_weights);
    CHECK(kernel{}.unmet({4, 3, 1}).empty());
    CHECK(kernel{}.unmet({4, 3}) == "of at least 3 axes");
}
