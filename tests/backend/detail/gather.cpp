#include "coppice/backend/detail/gather.hpp"

#include "core/layout.hpp"

#include <cstddef>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::detail::gatherer;
using position_lists = std::vector<std::vector<index>>;

/// 29 positions of 50, with gaps of 0 to 7: three times as many as are copied at once, and more.
const std::vector<index> irregular{0,  1,  3,  4,  5,  9,  11, 12, 13, 15, 16, 17, 18, 21, 23,
                                   24, 28, 29, 30, 31, 33, 36, 37, 40, 41, 42, 45, 46, 49};

shape smaller_of(const shape& extents, const position_lists& kept) {
    shape smaller = extents;
    for (int axis = 0; axis < extents.rank(); ++axis) {
        const auto& list = kept[static_cast<std::size_t>(axis)];
        smaller[axis] = list.empty() ? extents[axis] : static_cast<index>(list.size());
    }
    return smaller;
}

/// What stays of the numbers 0, 1, 2, ..., one after the other.
std::vector<float> left_of(const shape& extents, const position_lists& kept) {
    const shape smaller = smaller_of(extents, kept);
    std::vector<float> left;
    for (index i = 0; i < smaller.size(); ++i) {
        index rest = i;
        index place = 0;
        index stride = 1;
        for (int axis = extents.rank() - 1; axis >= 0; --axis) {
            const auto& list = kept[static_cast<std::size_t>(axis)];
            const index at = rest % smaller[axis];
            place += stride * (list.empty() ? at : list[static_cast<std::size_t>(at)]);
            stride *= extents[axis];
            rest /= smaller[axis];
        }
        left.push_back(static_cast<float>(place));
    }
    return left;
}

std::vector<float> numbers_of(const shape& extents) {
    std::vector<float> numbers(static_cast<std::size_t>(extents.size()));
    std::iota(numbers.begin(), numbers.end(), 0.0F);
    return numbers;
}

/// From every layout to every layout.
void check_gathered(const shape& extents, const position_lists& kept) {
    const shape smaller = smaller_of(extents, kept);
    const std::vector<float> nothing(static_cast<std::size_t>(smaller.size()), -1.0F);
    const std::vector<float> expected = left_of(extents, kept);
    for (const shape& strides : layouts(extents)) {
        for (const shape& smaller_strides : layouts(smaller)) {
            laid_out<float> from(extents, strides, numbers_of(extents));
            laid_out<float> to(smaller, smaller_strides, nothing);
            gatherer<float>(view<const float>(from.tensor()), kept, to.tensor())();
            REQUIRE(to.values() == expected);
            REQUIRE(to.gaps() == to.gaps_expected());
        }
    }
}

/// Into the memory that is read, row after row.
void check_in_place(const shape& extents, const position_lists& kept) {
    std::vector<float> memory = numbers_of(extents);
    const shape smaller = smaller_of(extents, kept);
    gatherer<float>(
        view<const float>(memory.data(), extents), kept, view<float>(memory.data(), smaller))();
    memory.resize(static_cast<std::size_t>(smaller.size()));
    CHECK(memory == left_of(extents, kept));
}

} // namespace

TEST_CASE("many positions at irregular gaps are gathered, single elements and short runs") {
    const std::vector<index> all;
    for (const index count : {1, 7, 8, 9, 16, 17, 24, 29}) {
        CAPTURE(count);
        const std::vector<index> some(irregular.begin(), irregular.begin() + count);
        check_gathered({50}, {some});
        check_gathered({3, 50}, {all, some});
        check_gathered({5, 50}, {{0, 3, 4}, some});
        check_gathered({50, 4}, {some, all});
        check_gathered({5, 50, 2, 3}, {{1, 4}, some, all, all});
        check_gathered({5, 50, 1, 1}, {{1, 4}, some, all, all});
        check_gathered({2, 3, 50}, {all, {0, 2}, some});
    }
}

TEST_CASE("axes without a list that only look adjacent are not copied as one run") {
    // From one row to the next as far as a row has elements, but these lie seven apart.
    const shape strides{40, 3, 7};
    laid_out<float> from({2, 2, 3}, strides, numbers_of({2, 2, 3}));
    laid_out<float> to({1, 2, 3}, strides, std::vector<float>(6, -1.0F));
    const position_lists kept{{1}, {}, {}};
    gatherer<float>(view<const float>(from.tensor()), kept, to.tensor())();
    CHECK(to.values() == std::vector<float>{6, 7, 8, 9, 10, 11});
    CHECK(to.gaps() == to.gaps_expected());
}

TEST_CASE("positions may repeat and fall") {
    std::vector<index> back(irregular.rbegin(), irregular.rend());
    back.insert(back.end(), {7, 7, 7, 0, 49});
    check_gathered({50}, {back});
    check_gathered({4, 50}, {{3, 0, 0}, back});
}

TEST_CASE("what stays can be moved to the front of its own memory") {
    const std::vector<index> all;
    check_in_place({50}, {irregular});
    check_in_place({6, 50}, {{0, 1, 4}, irregular});
    check_in_place({6, 50}, {all, irregular});
    check_in_place({50, 6}, {irregular, all});
    check_in_place({5, 50, 3, 3}, {{1, 2, 4}, irregular, all, all});
    check_in_place({3, 4, 50}, {{0, 2}, {1, 2, 3}, irregular});
}

} // namespace coppice
