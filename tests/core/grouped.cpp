#include "coppice/core/grouped.hpp"

#include "core/layout.hpp"

#include <numeric>
#include <vector>

#include <doctest/doctest.h>

using coppice::grouped;
using coppice::shape;

namespace {

/// 0, 1, 2, ...: every element says where it is, counted in logical order.
std::vector<double> positions(const shape& extents) {
    std::vector<double> numbers(static_cast<std::size_t>(extents.size()));
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return numbers;
}

std::vector<std::vector<double>> read(const grouped<double>& cut) {
    std::vector<std::vector<double>> groups;
    for (coppice::index g = 0; g < cut.groups(); ++g) {
        groups.emplace_back();
        for (coppice::index m = 0; m < cut.members(); ++m) {
            groups.back().push_back(cut.group(g)[cut.member(m)]);
        }
    }
    return groups;
}

/// Calls check(tensor) for a tensor of positions in every layout.
template <class Check>
void in_every_layout(const shape& extents, Check check) {
    for (const shape& strides : layouts(extents)) {
        CAPTURE(text(strides));
        laid_out<double> tensor(extents, strides, positions(extents));
        check(tensor.tensor());
    }
}

} // namespace

TEST_CASE("slices along an axis hold its positions in row-major order, whatever the layout") {
    in_every_layout({2, 3, 2}, [](const coppice::view<double>& tensor) {
        CHECK(
            read(slices(tensor, 0)) ==
            std::vector<std::vector<double>>{{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}});
        CHECK(
            read(slices(tensor, 1)) ==
            std::vector<std::vector<double>>{{0, 1, 6, 7}, {2, 3, 8, 9}, {4, 5, 10, 11}});
        CHECK(
            read(slices(tensor, 2)) ==
            std::vector<std::vector<double>>{{0, 2, 4, 6, 8, 10}, {1, 3, 5, 7, 9, 11}});
    });
    in_every_layout({2, 2, 1, 2}, [](const coppice::view<double>& tensor) {
        CHECK(
            read(slices(tensor, 1)) ==
            std::vector<std::vector<double>>{{0, 1, 4, 5}, {2, 3, 6, 7}});
    });
}

TEST_CASE("slices may start later and take several positions each") {
    in_every_layout({7, 2}, [](const coppice::view<double>& tensor) {
        CHECK(
            read(slices(tensor, 0, 1, 3, 2)) ==
            std::vector<std::vector<double>>{{2, 3, 4, 5}, {6, 7, 8, 9}, {10, 11, 12, 13}});
    });
    in_every_layout({2, 7}, [](const coppice::view<double>& tensor) {
        CHECK(
            read(slices(tensor, 1, 1, 3, 2)) ==
            std::vector<std::vector<double>>{{1, 8, 2, 9}, {3, 10, 4, 11}, {5, 12, 6, 13}});
    });
}

TEST_CASE("the whole is one group, and singles are a group each") {
    in_every_layout({2, 3}, [](const coppice::view<double>& tensor) {
        CHECK(read(whole(tensor)) == std::vector<std::vector<double>>{{0, 1, 2, 3, 4, 5}});
        CHECK(
            read(singles(tensor)) ==
            std::vector<std::vector<double>>{{0}, {1}, {2}, {3}, {4}, {5}});
    });
}

TEST_CASE("a cut of a tensor of eight axes fits") {
    const shape extents{1, 2, 1, 2, 1, 2, 1, 3};
    in_every_layout(extents, [&](const coppice::view<double>& tensor) {
        const grouped<double> cut = slices(tensor, 7);
        CHECK(cut.groups() == 3);
        CHECK(cut.members() == 8);
        CHECK(read(cut)[1] == std::vector<double>{1, 4, 7, 10, 13, 16, 19, 22});
    });
}

TEST_CASE("groups are adjacent only where group g starts at data + g") {
    std::vector<float> memory(1000);
    float* const data = memory.data();
    CHECK(singles(coppice::view<float>(data, {3, 4, 5})).groups_adjacent());
    CHECK(singles(coppice::view<float>(data, {4, 1, 1}, {1, 77, 99})).groups_adjacent());
    CHECK(slices(coppice::view<float>(data, {4, 1}), 0).groups_adjacent());
    CHECK_FALSE(singles(coppice::view<float>(data, {3, 4}, {1, 3})).groups_adjacent());
    CHECK_FALSE(singles(coppice::view<float>(data, {3, 4}, {5, 1})).groups_adjacent());
    CHECK_FALSE(singles(coppice::view<float>(data, {4}, {2})).groups_adjacent());
    CHECK_FALSE(slices(coppice::view<float>(data, {4, 2}), 0).groups_adjacent());
    CHECK_FALSE(singles(coppice::ohwi(data, {2, 3, 2, 2})).groups_adjacent());
}

TEST_CASE("members are adjacent only where they lie side by side, in order") {
    std::vector<float> memory(1000);
    float* const data = memory.data();
    CHECK(slices(coppice::view<float>(data, {3, 4, 5}), 0).members_adjacent());
    CHECK(slices(coppice::view<float>(data, {3, 4, 5}, {33, 5, 1}), 0).members_adjacent());
    CHECK(slices(coppice::view<float>(data, {6, 5}), 0, 0, 3, 2).members_adjacent());
    CHECK(singles(coppice::view<float>(data, {3, 4}, {1, 3})).members_adjacent());
    CHECK_FALSE(slices(coppice::view<float>(data, {3, 4}), 1).members_adjacent());
    CHECK_FALSE(slices(coppice::view<float>(data, {6, 5}, {8, 1}), 0, 0, 3, 2).members_adjacent());
    CHECK_FALSE(slices(coppice::ohwi(data, {2, 3, 2, 2}), 0).members_adjacent());
    CHECK(slices(coppice::ohwi(data, {2, 3, 1, 1}), 0).members_adjacent());
}

TEST_CASE("a cut for reading is the same cut") {
    std::vector<float> memory(6);
    const grouped<float> cut = slices(coppice::view<float>(memory.data(), {2, 3}, {1, 2}), 1);
    const grouped<const float> readable = cut.read_only();
    CHECK(readable.data == cut.data);
    CHECK(readable.outer == cut.outer);
    CHECK(readable.outer_strides == cut.outer_strides);
    CHECK(readable.inner == cut.inner);
    CHECK(readable.inner_strides == cut.inner_strides);
}
