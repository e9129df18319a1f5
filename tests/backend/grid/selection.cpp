#include "coppice/backend/grid/selection.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/grid/on_cpu.hpp"
#include "backend/mirrored.hpp"
#include "backend/selection.hpp"
#include "coppice/backend/grid/backend.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/score/geometric_median.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/lamp.hpp"
#include "coppice/toolbox/prune.hpp"
#include "heap.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace {

/// A number of eight bits: a sign, four bits of exponent and three of mantissa.
struct small_number {
    std::uint8_t bits = 0;

    explicit operator double() const {
        const int exponent = bits >> 3 & 15;
        const int mantissa = (bits & 7) + (exponent == 0 ? 0 : 8);
        return (bits >> 7 == 0 ? 1 : -1) * std::ldexp(mantissa, exponent == 0 ? 1 : exponent);
    }
};

} // namespace

template <>
inline constexpr bool coppice::is_element<small_number> = true;

template <>
inline constexpr std::int8_t coppice::infinity_bits<small_number> = 15 << 3;

namespace coppice {
namespace {

using grid_backend = on_cpu::grid_backend<backend::grid::selection_tuning{}>;

/// Counts what is asked of it.
class counting_grid : public on_cpu::grid {
  public:
    void to_host(void* to, const void* from, index bytes) const {
        ++waits;
        within(to, from, bytes);
    }

    template <class Body>
    void launch(index blocks, const Body& body) const {
        ++launches;
        on_cpu::grid::launch(blocks, body);
    }

    static inline int waits = 0;
    static inline int launches = 0;
};

} // namespace

TEST_CASE("a selection takes no memory of the host, and waits for the grid to say what it found") {
    std::vector<std::byte> scratch(4096);
    const backend::grid::on_grid<counting_grid> backend({}, scratch);
    std::vector<double> scores = random_weights<double>(100000, 1);
    pool of({scores, scores});
    const auto candidates = of.candidates();
    guarded_workspace workspace = workspace_for<decltype(backend)>(candidates);
    std::vector<index> pruned(2);
    for (const index k : {index{90000}, index{120000}}) { // first of whole masks
        auto again = of.candidates();
        const std::size_t before = heap::allocations();
        counting_grid::waits = 0;
        const select::not_a_number fault = backend.prune_together(
            std::span<const pool::stored_candidate>(again), k, std::span<index>(pruned),
            workspace.data());
        CHECK(heap::allocations() == before);
        CHECK(counting_grid::waits == 1);
        CHECK_FALSE(fault.found());
    }
    const std::vector<index> ks{90000, 95000};
    const auto last = of.candidates();
    const std::size_t before = heap::allocations();
    counting_grid::waits = 0;
    CHECK_FALSE(backend
                    .prune_each(
                        std::span<const pool::stored_candidate>(last), std::span<const index>(ks),
                        workspace.data())
                    .found());
    CHECK(heap::allocations() == before);
    CHECK(counting_grid::waits == 1);
    workspace.check();
}

TEST_CASE("a selection among tensors that have lost nothing takes few launches") {
    const auto asked = [](index tensors, index groups, float times = 1.0F) {
        std::vector<std::byte> scratch(4096);
        using on_grid = backend::grid::on_grid<counting_grid>;
        const on_grid backend({}, scratch);
        std::vector<std::vector<float>> weights(
            static_cast<std::size_t>(tensors), random_weights<float>(groups, 1));
        for (float& one : weights.front()) {
            one *= times;
        }
        using source = score::of_weights<score::l1, float>;
        std::vector<mask::owned<const on_grid>> masks;
        std::vector<select::candidate<source>> candidates;
        for (const std::vector<float>& one : weights) {
            masks.emplace_back(backend, groups);
            candidates.push_back(
                {{{}, singles(view<const float>(one.data(), {groups}))},
                 masks.back(),
                 0,
                 groups,
                 1,
                 {groups}});
        }
        counting_grid::launches = 0;
        counting_grid::waits = 0;
        static_cast<void>(prune_together(backend, candidates, tensors * groups / 2));
        return std::pair(counting_grid::launches, counting_grid::waits);
    };
    // The tensors; two digits of the sample; the pass, two digits of keys, the last of them, and
    // the masks of those written down.
    CHECK(asked(1, 60000) == std::pair(1 + 1 + 2 + 1 + 1, 1));
    CHECK(asked(1, 100000) == std::pair(1 + 2 + 1 + 2 + 1 + 1, 1));
    CHECK(asked(1, 5000000) == std::pair(1 + 2 + 1 + 2 + 1 + 1, 1));
    CHECK(asked(81, 1000) == std::pair(1 + 2 + 1 + 2 + 1 + 1, 1));
    CHECK(asked(82, 1000) == std::pair(2 + 2 + 1 + 2 + 1 + 1, 1));
    // Where many are equal, once more, by three digits of keys and two of places.
    CHECK(asked(1, 60000, 0.0F) == std::pair(6 + 1 + 3 + 2 + 1, 2));
    CHECK(asked(256, 100).second == 1);
    CHECK(asked(257, 100).second == 2); // the losses that one copy does not bring
}

TEST_CASE("numbers of a single digit are cut as others are") {
    std::mt19937 random(1);
    std::vector<small_number> weights(100000); // many equal ones, and a sample before
    for (small_number& one : weights) {
        one.bits = static_cast<std::uint8_t>(random() % 120 + random() % 2 * 128); // finite
    }
    const auto size = static_cast<index>(weights.size());
    grid_backend backend;
    mask::owned<grid_backend> kept(backend, size);
    using source = score::of_weights<score::l1, small_number>;
    static_assert(backend::grid::digits(backend::grid::keys_of<source>::bits) == 1);
    const std::vector<select::candidate<source>> one{
        {{{}, singles(view<const small_number>(weights.data(), {size}))},
         kept,
         0,
         size,
         1,
         {size}}};
    CHECK(prune_together(backend, one, 70000) == std::vector<index>{70000});
    std::vector<index> order(weights.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](index a, index b) {
        const auto magnitude = [&](index i) {
            return std::abs(static_cast<double>(weights[static_cast<std::size_t>(i)]));
        };
        return magnitude(a) < magnitude(b);
    });
    index wrong = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        wrong += kept[order[rank]] == (rank < 70000) ? 1 : 0;
    }
    CHECK(wrong == 0);
}

TEST_CASE("more tensors than are looked at at once are cut as few are") {
    grid_backend backend;
    pool of(std::vector<std::vector<double>>(300, random_weights<double>(20, 1)));
    check_selection(backend, of, lowest_of(of), 3001);
    of.cap(0, 1);
    of.cap(299, 12);
    check_selection(backend, of, lowest_of(of), 3001); // digit by digit: two lose no more
    std::vector<index> ks(300);
    for (std::size_t t = 0; t < ks.size(); ++t) {
        ks[t] = static_cast<index>(t % 20);
    }
    pool changed = of;
    prune_each(backend, changed.candidates(), ks);
    CHECK(pool::count_pruned(changed.kept()) == ks);
}

TEST_CASE("memory that the host cannot reach is as good") {
    mirrored<grid_backend> apart;
    static_assert(backend::policy<mirrored<grid_backend>, float>);
    std::mt19937 random(1);
    for (int round = 0; round < 5; ++round) {
        check_every_selection(apart, random_pool(random, 3, true));
    }
    const auto values = random_weights<float>(600, 2);
    std::vector<float> weights = values;
    const view<float> tensor(weights.data(), {20, 30});
    const auto mask = prune(apart, tensor, 0.5, granularity::filter{});
    CHECK(apart.kept(mask) == 10);
    apply(apart, mask, tensor, granularity::filter{});
    for (std::size_t i = 0; i < weights.size(); ++i) {
        REQUIRE(weights[i] == (mask[static_cast<index>(i) / 30] ? values[i] : 0.0F));
    }
}

TEST_CASE("scores of all groups of a tensor are the reference's on a grid") {
    const auto weights = random_weights<float>(3150, 3);
    const auto cut = slices(view<const float>(weights.data(), {70, 45}), 0);
    const auto check = [&](const auto& policy) {
        std::vector<double> expected(70);
        std::vector<double> found(70);
        std::vector<double> space(static_cast<std::size_t>(policy.workspace(70)));
        backend::reference reference;
        grid_backend grid;
        policy.score_all(reference, cut, expected.data(), space.data());
        policy.score_all(grid, cut, found.data(), space.data());
        CHECK(found == expected);
    };
    check(score::lamp{});
    check(score::geometric_median{});
}

TEST_CASE("a backend is refused scratch that is too small") {
    std::vector<std::byte> scratch(100);
    try {
        const backend::grid::on_grid<on_cpu::grid> backend({}, scratch);
        FAIL("accepted");
    } catch (const error& refused) {
        CHECK(
            std::string(refused.what()) ==
            "backend: scratch is 100 bytes; it must be at least 4096");
    }
}

} // namespace coppice
