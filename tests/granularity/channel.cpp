#include "coppice/granularity/channel.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::channel;

TEST_CASE("a channel is everything that reads one input") {
    std::array<float, 24> memory{};
    const auto convolution = channel{}.cut(coppice::view<float>(memory.data(), {2, 3, 2, 2}));
    CHECK(convolution.groups() == 3);
    CHECK(convolution.members() == 8);
    CHECK(convolution.group(1) == memory.data() + 4);
    CHECK(convolution.member(5) == 12 + 1);
    const auto dense = channel{}.cut(coppice::view<float>(memory.data(), {6, 4}));
    CHECK(dense.groups() == 4);
    CHECK(dense.members() == 6);
    CHECK(dense.group(3) == memory.data() + 3);
    CHECK(dense.member(5) == 20);
}

TEST_CASE("whatever has outputs and inputs has channels") {
    static_assert(!channel::removable && !channel::single_weights);
    CHECK(channel{}.unmet({4, 3}).empty());
    CHECK(channel{}.unmet({4}) == "of at least 2 axes");
}
