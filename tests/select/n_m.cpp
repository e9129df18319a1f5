#include "coppice/select/n_m.hpp"

#include "backend/host.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/toolbox/prune.hpp"
#include "core/layout.hpp"
#include "core/refusal.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// Numbers with ties and zeros among them.
template <class T>
std::vector<T> weights_with_ties(index n, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<T> weights(static_cast<std::size_t>(n));
    for (T& weight : weights) {
        weight = static_cast<T>(static_cast<int>(random() % 9) - 4);
    }
    return weights;
}

/// Weight (o, a, i) is kept iff fewer than `of - kept` of its run come before it in the order of
/// (magnitude, place).
template <class T>
std::vector<bool>
kept_by_hand(const std::vector<T>& weights, const select::n_m& pattern, const shape& extents) {
    const select::runs runs = pattern.along(extents);
    std::vector<bool> kept(weights.size());
    for (index g = 0; g < extents.size(); ++g) {
        const index place = g / runs.inner % runs.length % runs.of;
        const T own = std::abs(weights[static_cast<std::size_t>(g)]);
        index before = 0;
        for (index other = 0; other < runs.of; ++other) {
            const auto at = static_cast<std::size_t>(g + (other - place) * runs.inner);
            const T theirs = std::abs(weights[at]);
            before += theirs < own || (theirs == own && other < place) ? 1 : 0;
        }
        kept[static_cast<std::size_t>(g)] = before >= runs.of - runs.kept;
    }
    return kept;
}

using candidate = select::candidate<score::stored>;

/// One tensor, in a span that lives as long as the call it is made for.
std::span<const candidate> only(const candidate& tensor) {
    return {&tensor, 1};
}

} // namespace

TEST_CASE_TEMPLATE_DEFINE("every run keeps its largest weights", Host, keeps_largest_of_runs) {
    using number = typename Host::number;
    typename Host::backend backend;
    const select::n_m patterns[] = {{2, 4, 1},  {4, 8, 1}, {1, 2, -1},  {1, 4, 0},  {3, 3, 1},
                                    {1, 3, -1}, {5, 6, 1}, {16, 32, 1}, {20, 35, 1}};
    for (const select::n_m& pattern : patterns) {
        for (const shape& extents :
             {shape{4, 96}, shape{8, 192, 1, 1}, shape{4, 96, 3, 6}, shape{20, 480},
              shape{6, 96, 3, 3}, shape{5, 70, 3, 5}, shape{3, 12, 2, 1}, shape{4, 96, 5, 24}}) {
            if (!pattern.unmet(extents).empty()) {
                continue;
            }
            const auto values = weights_with_ties<number>(extents.size(), 1);
            const std::vector<bool> expected = kept_by_hand(values, pattern, extents);
            for (const shape& strides : layouts(extents)) {
                CAPTURE(text(extents));
                CAPTURE(text(strides));
                CAPTURE(pattern.of);
                laid_out<number> tensor(extents, strides, values);
                const auto mask =
                    prune(backend, tensor.tensor(), granularity::weight{}, score::l1{}, pattern);
                index wrong = 0;
                for (index g = 0; g < extents.size(); ++g) {
                    wrong += mask[g] != expected[static_cast<std::size_t>(g)] ? 1 : 0;
                }
                REQUIRE(wrong == 0);
                REQUIRE(backend.kept(mask) == extents.size() / pattern.of * pattern.kept);
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(keeps_largest_of_runs, every_host);

TEST_CASE_TEMPLATE_DEFINE(
    "what is pruned already counts among the lowest", Backend, counts_pruned) {
    Backend backend;
    const std::vector<double> scores{9, 1, 8, 2, 1, 2, 3, 4};
    mask::owned<Backend> mask(backend, 8);
    const mask::view words = mask;
    words.words[0] = 0b11111010; // 0 and 2 are gone
    const select::not_a_number fault =
        backend.prune_runs(only({{scores.data(), 8}, mask, 2, 8, 1, {8}}), [](const shape&) {
            return select::runs{.length = 8};
        });
    CHECK_FALSE(fault.found());
    CHECK(words.words[0] == 0b11001010);
}
TEST_CASE_TEMPLATE_APPLY(counts_pruned, every_backend);

TEST_CASE_TEMPLATE_DEFINE("a NaN in a run leaves the mask whole", Backend, run_with_nan) {
    Backend backend;
    std::vector<double> scores(400, 1.0);
    scores[321] = std::numeric_limits<double>::quiet_NaN();
    mask::owned<Backend> mask(backend, 400);
    const auto pattern = [](const shape&) { return select::runs{.length = 400}; };
    const select::not_a_number fault =
        backend.prune_runs(only({{scores.data(), 400}, mask, 0, 400, 1, {400}}), pattern);
    CHECK(fault.group == 321);
    CHECK(backend.kept(mask) == 400);
    const mask::view words = mask;
    words.words[5] &= ~(mask::word{1} << 1U); // group 321 itself is gone
    CHECK_FALSE(
        backend.prune_runs(only({{scores.data(), 400}, mask, 1, 400, 1, {400}}), pattern).found());
    CHECK(backend.kept(mask) == 200);
}
TEST_CASE_TEMPLATE_APPLY(run_with_nan, every_backend);

TEST_CASE("an N:M pattern that does not fit is refused") {
    std::vector<float> weights(24, 1.0F);
    backend::reference backend;
    const auto prune = [&](const shape& extents, const select::n_m& pattern) {
        static_cast<void>(coppice::prune(
            backend, view<float>(weights.data(), extents), granularity::weight{}, score::l1{},
            pattern));
    };
    CHECK_NOTHROW(prune({2, 12}, {}));
    CHECK(refusal([&] {
              prune({2, 6, 2}, {});
          }) == "tensor 0: shape is 2 x 6 x 2; it must be a multiple of 4 along the axis 1");
    CHECK(refusal([&] {
              prune({24}, {});
          }) == "tensor 0: shape is 24; it must be a tensor that has the axis 1");
    CHECK(refusal([&] {
              prune({2, 12}, {.kept = 5});
          }) == "select::n_m: kept is 5; it must be in [1, 4]");
    CHECK(refusal([&] {
              prune({2, 12}, {.of = 65});
          }) == "select::n_m: of is 65; it must be in [1, 64]");
    weights[7] = std::numeric_limits<float>::quiet_NaN();
    CHECK(refusal([&] {
              prune({2, 12}, {});
          }) == "tensor 0: the score of group 7 is NaN; it must be a number");
}

} // namespace coppice
