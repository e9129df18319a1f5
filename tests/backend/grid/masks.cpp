#include "coppice/backend/grid/masks.hpp"

#include "backend/grid/on_cpu.hpp"
#include "core/layout.hpp"
#include "select/pool.hpp"

#include <bit>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// A mask of random bits, with a word behind its last one that must stay as it is.
struct random_mask {
    std::vector<mask::word> words;
    index groups;

    random_mask(index size, unsigned seed)
        : words(static_cast<std::size_t>(mask::words(size)) + 1), groups(size) {
        std::mt19937_64 random(seed);
        for (index word = 0; word < mask::words(size); ++word) {
            words[static_cast<std::size_t>(word)] = random() & bits_from(64 * word, size);
        }
        words.back() = 0xA5A5;
    }

    [[nodiscard]] mask::view view() { return {words.data(), groups}; }
};

/// Applies a mask along an axis, in every layout.
void check_applied(const shape& extents, int axis, index blocks) {
    std::vector<float> values(static_cast<std::size_t>(extents.size()));
    std::iota(values.begin(), values.end(), 1.0F);
    random_mask kept(extents[axis], 3);
    index behind = 1; // elements from one position to the next
    for (int last = axis + 1; last < extents.rank(); ++last) {
        behind *= extents[last];
    }
    std::vector<float> expected = values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const index position = static_cast<index>(i) / behind % extents[axis];
        expected[i] = kept.view()[position] ? values[i] : 0.0F;
    }
    for (const shape& strides : layouts(extents)) {
        laid_out<float> tensor(extents, strides, values);
        const cut<float> groups(slices(tensor.tensor(), axis));
        on_cpu::grid().launch(blocks, apply_to_groups<float>{kept.view(), groups});
        REQUIRE(tensor.values() == expected);
        REQUIRE(tensor.gaps() == tensor.gaps_expected());
    }
}

} // namespace

TEST_CASE("a mask is made whole up to its last group, and no further") {
    for (const index groups : {1, 63, 64, 65, 128, 20000, 20001}) {
        for (const index blocks : {1, 2}) {
            random_mask some(groups, 1);
            on_cpu::grid().launch(blocks, keep_all{some.view()});
            for (index word = 0; word < mask::words(groups); ++word) {
                REQUIRE(some.words[static_cast<std::size_t>(word)] == bits_from(64 * word, groups));
            }
            REQUIRE(some.words.back() == 0xA5A5);
        }
    }
}

TEST_CASE("the groups that are kept are added to what was counted") {
    for (const index groups : {1, 64, 65, 20000}) {
        random_mask some(groups, 2);
        index expected = 1000;
        for (index g = 0; g < groups; ++g) {
            expected += some.view()[g] ? 1 : 0;
        }
        for (const index blocks : {1, 2, 5}) {
            index sum = 1000;
            on_cpu::grid().launch(blocks, count_kept{some.view(), &sum});
            CHECK(sum == expected);
        }
    }
}

TEST_CASE("kept groups with scores not above a value are counted, NaN always") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> scores{0.5, -0.0, 0.5, 0.6, -inf, inf, std::nan(""), 0.4};
    mask::word words = 0b11111011;
    const auto at_most = [&](double value) {
        index sum = 0;
        on_cpu::grid().launch(
            2, count_at_most<score::stored>{
                   keys_of<score::stored>({scores.data(), 8}), {&words, 8}, value, &sum});
        return sum;
    };
    CHECK(at_most(0.5) == 5); // with the one that is equal and kept
    CHECK(at_most(0.49) == 4);
    CHECK(at_most(0) == 3);
    CHECK(at_most(-1) == 2);
    CHECK(at_most(inf) == 7);
    CHECK(at_most(std::nan("")) == 7);
}

TEST_CASE("weights in a row lose those that are pruned, and what lies behind stays") {
    for (const index groups : {1, 63, 64, 65, 3000}) {
        for (const index blocks : {1, 3}) {
            random_mask kept(groups, 4);
            std::vector<float> weights(static_cast<std::size_t>(groups) + 64);
            std::iota(weights.begin(), weights.end(), 1.0F);
            on_cpu::grid().launch(blocks, apply_to_row<float>{kept.view(), weights.data()});
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const auto g = static_cast<index>(i);
                const bool stays = g >= groups || kept.view()[g];
                REQUIRE(weights[i] == (stays ? static_cast<float>(i + 1) : 0.0F));
            }
        }
    }
}

TEST_CASE("groups of any size and layout lose all their members, and none of another's") {
    for (const index blocks : {1, 2, 7}) {
        check_applied({67, 1}, 0, blocks);
        check_applied({67, 31}, 0, blocks); // a lane a member
        check_applied({9, 32}, 0, blocks);  // a warp a piece
        check_applied({9, 1024}, 0, blocks);
        check_applied({9, 1025}, 0, blocks);
        check_applied({5, 9, 21, 23}, 1, blocks);
        check_applied({1, 5}, 0, blocks);
    }
}

TEST_CASE("what is pruned is zero even if it was no number") {
    std::vector<float> weights{std::nanf(""), -3.0F, std::numeric_limits<float>::infinity()};
    mask::word words = 0b010;
    on_cpu::grid().launch(1, apply_to_row<float>{{&words, 3}, weights.data()});
    CHECK(std::bit_cast<unsigned>(weights[0]) == 0);
    CHECK(weights[1] == -3.0F);
    CHECK(std::bit_cast<unsigned>(weights[2]) == 0);
}

} // namespace coppice
