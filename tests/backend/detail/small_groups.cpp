#include "coppice/backend/detail/small_groups.hpp"

#include "coppice/backend/reference.hpp"
#include "coppice/mask/owned.hpp"
#include "coppice/score/taylor.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::detail::in_lines;
using backend::detail::line_of;
using backend::detail::small_scores;

/// The largest instead of the sum: lanes are joined, not added.
struct largest_member {
    using role = role::score;
    [[nodiscard]] constexpr double accumulate(double sum, element auto weight) const {
        return std::max(sum, score::magnitude(weight));
    }
    [[nodiscard]] constexpr double join(double sum, double more) const {
        return std::max(sum, more);
    }
    [[nodiscard]] constexpr double finish(double sum, index members, index group) const {
        return sum + static_cast<double>(100 * group + members);
    }
};

/// `rows` rows of weights, `apart` elements between neighbouring groups: groups are columns.
grouped<const float>
groups_in_columns(const std::vector<float>& weights, index rows, index groups, index apart) {
    return {weights.data(), {groups}, {apart}, {rows}, {groups * apart}};
}

std::vector<float> weights_of_both_signs(index count) {
    std::vector<float> weights(static_cast<std::size_t>(count));
    std::iota(weights.begin(), weights.end(), 1.0F);
    for (float& weight : weights) { // whose sums depend on the order
        weight = (static_cast<int>(weight) % 3 == 0 ? -1.0F : 1e-3F) / weight;
    }
    return weights;
}

TEST_CASE("small groups side by side score to the last bit what they do one by one") {
    const index groups = 150; // two full runs and one that is not
    for (index members = 1; members <= backend::detail::small_group; ++members) {
        for (const index apart : {1, 2}) {
            CAPTURE(members);
            CAPTURE(apart);
            const std::vector<float> weights = weights_of_both_signs(members * groups * apart);
            const std::vector<float> gradients(weights.rbegin(), weights.rend());
            const auto cut = groups_in_columns(weights, members, groups, apart);
            const auto more = groups_in_columns(gradients, members, groups, apart);
            const auto check = [&](const auto& policy, const auto&... extra) {
                std::vector<double> expected(static_cast<std::size_t>(groups));
                backend::reference{}.score(policy, expected.data(), cut, extra...);
                const small_scores scores(policy, cut, extra...);
                for (const index begin : {index{0}, index{7}}) {
                    std::vector<double> found(static_cast<std::size_t>(groups - begin));
                    scores.write(begin, groups, found.data());
                    CHECK(std::equal(found.begin(), found.end(), expected.begin() + begin));
                }
            };
            check(largest_member{});
            check(score::taylor{}, more);
        }
    }
}

TEST_CASE("axes are joined where groups lie as if they were one, and nothing is numbered anew") {
    const std::vector<float> weights(4 * 3 * 5 * 2);
    const auto check = [&](const shape& outer, const shape& strides, index length, index stride) {
        CAPTURE(text(outer));
        CAPTURE(text(strides));
        const grouped<const float> groups{weights.data(), outer, strides, {}, {}};
        const grouped<const float> joined = in_lines(groups);
        CHECK(line_of(joined).length == length);
        CHECK(line_of(joined).stride == stride);
        REQUIRE(joined.groups() == groups.groups());
        for (index g = 0; g < groups.groups(); ++g) {
            CHECK(joined.group(g) == groups.group(g));
        }
    };
    check({4, 3, 5, 2}, {30, 10, 2, 1}, 120, 1);
    check({4, 3, 5}, {30, 10, 2}, 60, 2);
    check({2, 3, 5, 2}, {60, 10, 2, 1}, 30, 1); // blocks of two along the first
    check({4, 3, 5, 2}, {30, 1, 6, 3}, 10, 3);  // the second axis lies closest
    check({4, 1, 3}, {3, 77, 1}, 12, 1);
    check({1, 1}, {5, 7}, 1, 1);
    check({}, {}, 1, 1);
    check({3, 4}, {0, 1}, 4, 1);
    CHECK(in_lines(grouped<const float>{weights.data(), {3, 0}, {1, 1}, {}, {}}).groups() == 0);
}

TEST_CASE("pruned groups are zeroed, side by side or apart, and no other") {
    const index groups = 150;
    for (const index members : {1, 4, 9, 32}) {
        for (const index apart : {1, 2}) {
            std::vector<float> weights(static_cast<std::size_t>(members * groups * apart), 1.0F);
            const grouped<float> cut{
                weights.data(), {groups}, {apart}, {members}, {groups * apart}};
            backend::reference backend;
            mask::owned mask(backend, groups);
            const mask::view bits = mask;
            for (index g = 0; g < groups; g += 3) {
                bits.words[g / mask::bits_per_word] &=
                    ~(mask::word{1} << (g % mask::bits_per_word));
            }
            backend::detail::zero_small_groups<float>(bits, cut, 5, groups - 1);
            for (index i = 0; i < static_cast<index>(weights.size()); ++i) {
                const index g = i % (groups * apart) / apart;
                const bool zero = i % apart == 0 && g % 3 == 0 && g >= 5 && g < groups - 1;
                REQUIRE(weights[static_cast<std::size_t>(i)] == (zero ? 0.0F : 1.0F));
            }
        }
    }
}

} // namespace
} // namespace coppice
