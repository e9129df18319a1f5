#include "coppice/backend/concept.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/host.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

TEST_CASE_TEMPLATE_DEFINE(
    "apply zeroes the pruned groups and touches nothing else", Host, applies) {
    using number = typename Host::number;
    const typename Host::backend backend;
    std::mt19937 random(6);
    for (const shape& extents : {shape{67, 3, 2, 2}, shape{65, 2}, shape{66, 1}, shape{130}}) {
        const auto values = random_weights<number>(extents.size(), 7);
        for (const shape& strides : layouts(extents)) {
            for (const bool by_weight : {false, true}) {
                laid_out<number> tensor(extents, strides, values);
                const grouped<number> cut =
                    by_weight ? singles(tensor.tensor()) : slices(tensor.tensor(), 0);
                std::vector<mask::word> words(static_cast<std::size_t>(mask::words(cut.groups())));
                for (index g = 0; g < cut.groups(); ++g) {
                    words[static_cast<std::size_t>(g / 64)] |= mask::word{random() % 2} << (g % 64);
                }
                const mask::const_view kept{words.data(), cut.groups()};
                std::vector<number> expected = values;
                for (std::size_t i = 0; i < expected.size(); ++i) {
                    if (!kept[static_cast<index>(i) / cut.members()]) {
                        expected[i] = 0;
                    }
                }
                backend.apply(kept, cut);
                const std::vector<number> left = tensor.values();
                for (std::size_t i = 0; i < expected.size(); ++i) {
                    REQUIRE(bits(left[i]) == bits(expected[i]));
                }
                REQUIRE(tensor.gaps() == tensor.gaps_expected());
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(applies, every_host);

TEST_CASE_TEMPLATE_DEFINE(
    "apply turns NaN and infinity into zero where they are pruned", Host, applies_to_nan) {
    using number = typename Host::number;
    using limits = std::numeric_limits<number>;
    const typename Host::backend backend;
    std::vector<number> values{limits::quiet_NaN(), limits::infinity(), -3, limits::quiet_NaN()};
    const mask::word words = 0b1000;
    backend.apply(mask::const_view{&words, 4}, singles(view<number>(values.data(), {4})));
    CHECK(bits(values[0]) == 0);
    CHECK(bits(values[1]) == 0);
    CHECK(bits(values[2]) == 0);
    CHECK(std::isnan(values[3]));
}
TEST_CASE_TEMPLATE_APPLY(applies_to_nan, every_host);

TEST_CASE_TEMPLATE_DEFINE(
    "copy writes groups one after the other, members in order", Host, copies) {
    using number = typename Host::number;
    const typename Host::backend backend;
    const shape extents{5, 4, 3, 2};
    const auto values = random_weights<number>(extents.size(), 8);
    for (const shape& strides : layouts(extents)) {
        laid_out<number> tensor(extents, strides, values);
        std::vector<number> out(values.size());
        backend.copy(whole(tensor.tensor()).read_only(), out.data());
        CHECK(out == values);
        std::fill(out.begin(), out.end(), number(0));
        backend.copy(slices(tensor.tensor(), 0).read_only(), out.data());
        CHECK(out == values);
        std::fill(out.begin(), out.end(), number(0));
        backend.copy(singles(tensor.tensor()).read_only(), out.data());
        CHECK(out == values);
        backend.copy(slices(tensor.tensor(), 3).read_only(), out.data());
        for (std::size_t i = 0; i < values.size(); ++i) {
            REQUIRE(out[i % 2 * 60 + i / 2] == values[i]);
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(copies, every_host);

/// The positions of logical element `i`.
std::vector<index> at(const shape& extents, index i) {
    std::vector<index> positions(static_cast<std::size_t>(extents.rank()));
    for (int axis = extents.rank() - 1; axis >= 0; --axis) {
        positions[static_cast<std::size_t>(axis)] = i % extents[axis];
        i /= extents[axis];
    }
    return positions;
}

template <class Backend, class T>
void check_gather(
    Backend& backend, const shape& extents, const std::vector<std::vector<index>>& kept) {
    std::vector<T> values(static_cast<std::size_t>(extents.size()));
    std::iota(values.begin(), values.end(), T(1));
    shape smaller = extents;
    for (int axis = 0; axis < extents.rank(); ++axis) {
        const auto& list = kept[static_cast<std::size_t>(axis)];
        smaller[axis] = list.empty() ? extents[axis] : static_cast<index>(list.size());
    }
    std::vector<T> expected;
    for (index i = 0; i < smaller.size(); ++i) {
        const std::vector<index> place = at(smaller, i);
        index source = 0;
        for (std::size_t axis = 0; axis < place.size(); ++axis) {
            const index position = kept[axis].empty()
                                       ? place[axis]
                                       : kept[axis][static_cast<std::size_t>(place[axis])];
            source = source * extents[static_cast<int>(axis)] + position;
        }
        expected.push_back(values[static_cast<std::size_t>(source)]);
    }
    const std::vector<T> nothing(static_cast<std::size_t>(smaller.size()));
    for (const shape& strides : layouts(extents)) {
        for (const shape& smaller_strides : layouts(smaller)) {
            CAPTURE(text(extents));
            CAPTURE(text(strides));
            CAPTURE(text(smaller));
            CAPTURE(text(smaller_strides));
            laid_out<T> from(extents, strides, values);
            laid_out<T> to(smaller, smaller_strides, nothing);
            backend.gather(
                view<const T>(from.tensor()), std::span<const std::vector<index>>(kept),
                to.tensor());
            REQUIRE(to.values() == expected);
            REQUIRE(to.gaps() == to.gaps_expected());
            REQUIRE(from.values() == values);
        }
    }
}

TEST_CASE_TEMPLATE_DEFINE("gather keeps the listed positions of every axis", Host, gathers) {
    using backend = typename Host::backend;
    using number = typename Host::number;
    backend made;
    std::mt19937 random(9);
    for (const shape& extents :
         {shape{9}, shape{6, 5}, shape{4, 3, 5}, shape{5, 4, 3, 2}, shape{7, 3, 1, 1}}) {
        const auto rank = static_cast<std::size_t>(extents.rank());
        for (unsigned listed = 0; listed < 1U << rank; ++listed) {
            std::vector<std::vector<index>> kept(rank);
            for (std::size_t axis = 0; axis < rank; ++axis) {
                if ((listed >> axis & 1U) == 0) {
                    continue;
                }
                for (index i = 0; i < extents[static_cast<int>(axis)]; ++i) {
                    if (random() % 2 == 0) {
                        kept[axis].push_back(i);
                    }
                }
            }
            check_gather<backend, number>(made, extents, kept);
        }
    }
    check_gather<backend, number>(made, {4, 3}, {{3, 0, 0}, {2, 1, 0, 2}});
}
TEST_CASE_TEMPLATE_APPLY(gathers, every_host);

} // namespace
} // namespace coppice
