#include "coppice/granularity/block.hpp"

#include "core/refusal.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::block;

TEST_CASE("a block is neighbouring outputs by neighbouring inputs") {
    std::array<float, 48> memory{};
    const auto dense =
        block{.rows = 2, .columns = 3}.cut(coppice::view<float>(memory.data(), {8, 6}));
    CHECK(dense.groups() == 8);
    CHECK(dense.members() == 6);
    CHECK(dense.group(3) == memory.data() + 12 + 3);
    CHECK(dense.member(4) == 6 + 1);
    const auto convolution =
        block{.rows = 2, .columns = 2}.cut(coppice::view<float>(memory.data(), {4, 4, 1, 3}));
    CHECK(convolution.groups() == 12);
    CHECK(convolution.members() == 4);
    CHECK(convolution.group(11) == memory.data() + 32);
    CHECK(convolution.member(3) == 12 + 3);
}

TEST_CASE("blocks divide outputs and inputs") {
    static_assert(!block::removable && !block::single_weights);
    CHECK(block{}.unmet({4, 3}).empty());
    CHECK(block{.rows = 2, .columns = 4}.unmet({6, 8, 3, 3}).empty());
    CHECK(block{}.unmet({4}) == "of at least 2 axes");
    CHECK(block{}.unmet({6, 8}) == "of outputs and inputs that are multiples of 4 x 1");
    CHECK(
        block{.rows = 1, .columns = 16}.unmet({6, 8}) ==
        "of outputs and inputs that are multiples of 1 x 16");
}

TEST_CASE("a block refuses to be empty") {
    CHECK_NOTHROW(block{}.validate());
    CHECK(refusal([] {
              block{.rows = 0}.validate();
          }) == "granularity::block: rows is 0; it must be at least 1");
    CHECK(refusal([] {
              block{.columns = -1}.validate();
          }) == "granularity::block: columns is -1; it must be at least 1");
}
