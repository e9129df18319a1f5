#include "coppice/backend/grid/sweep.hpp"

#include "backend/grid/on_cpu.hpp"
#include "backend/grid/tensor_pool.hpp"
#include "coppice/score/l1.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// What a sweep found out.
struct swept {
    findings found;
    std::vector<index> losses;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> written; ///< places and keys, by place
};

/// Sweeps with room for so many entries, behind which nothing may be written.
template <bool Write, score::source Source>
swept sweep_over(
    const std::vector<select::candidate<Source>>& candidates, std::uint64_t first,
    std::uint64_t end, index room, index blocks) {
    using key = typename keys_of<Source>::key;
    const tensor_pool<Source> tensors(candidates);
    swept all;
    all.found.first = first;
    all.found.end = end;
    all.losses.resize(candidates.size());
    std::vector<key> keys(static_cast<std::size_t>(room) + 1, 77);
    std::vector<std::uint64_t> places(static_cast<std::size_t>(room) + 1, 77);
    on_cpu::grid().launch(
        blocks, sweep<Source, Write>{
                    tensors.data(),
                    tensors.count(),
                    tensors.tiles(),
                    {keys.data(), places.data(), room},
                    &all.found,
                    all.losses.data()});
    CHECK((keys.back() == 77 && places.back() == 77));
    for (index i = 0; i < std::min(room, all.found.entries); ++i) {
        const auto at = static_cast<std::size_t>(i);
        all.written.emplace_back(places[at], keys[at]);
    }
    std::sort(all.written.begin(), all.written.end());
    return all;
}

/// The same, group by group.
template <score::source Source>
swept sweep_singly(
    const std::vector<select::candidate<Source>>& candidates, std::uint64_t first,
    std::uint64_t end) {
    const tensor_pool<Source> tensors(candidates);
    swept all;
    for (const tensor<Source>& one : tensors) {
        all.losses.push_back(0);
        for (index g = 0; g < one.groups; ++g) {
            const std::uint64_t key = one.keys[g];
            all.losses.back() += !one.kept(g) || key < first ? 1 : 0;
            if (one.kept(g) && key >= first && key < end) {
                all.written.emplace_back(one.first_group + g, key);
            }
        }
    }
    return all;
}

std::uint64_t key_of(double score) {
    return wide_keys::of(score);
}

/// Which groups have keys from an end up.
kept_bits kept_from(const pool& of, std::uint64_t end) {
    kept_bits kept;
    for (const std::vector<double>& scores : of.scores()) {
        kept.emplace_back();
        for (const double score : scores) {
            kept.back().push_back(key_of(score) >= end);
        }
    }
    return kept;
}

/// A tensor of numbers 0, 1, 2, ...
pool rising(std::size_t groups) {
    std::vector<double> scores(groups);
    for (std::size_t g = 0; g < groups; ++g) {
        scores[g] = static_cast<double>(g);
    }
    return pool({std::move(scores)});
}

} // namespace

TEST_CASE("numbers of a tensor are added up until another one's come, and handed over once") {
    std::vector<index> counters(6, 100);
    const on_cpu::warp warp(0);
    tensor_tally<on_cpu::warp> tally(counters.data());
    tally.add(warp, 2, 3);
    tally.add(warp, 2, 4);
    CHECK(counters[2] == 100);
    tally.add(warp, 5, 1);
    CHECK(counters[2] == 107);
    tally.add(warp, 2, 1);
    CHECK(counters[5] == 101);
    tally.hand_over(warp);
    tally.hand_over(warp);
    CHECK(counters == std::vector<index>{100, 100, 108, 100, 100, 101});
}

TEST_CASE("a sweep counts what lies below a bracket and writes down what lies inside") {
    pool of({{5, 1, 2, 9}, {2, 0, 3, 7, 2}});
    of.set(1, 4, false);
    const swept all = sweep_over<false>(of.candidates(), key_of(2), key_of(7), 9, 1);
    CHECK(all.losses == std::vector<index>{1, 2}); // 1; 0, and the one that is gone
    CHECK(all.found.entries == 4);
    CHECK(
        all.written ==
        decltype(all.written){{0, key_of(5)}, {2, key_of(2)}, {4, key_of(2)}, {6, key_of(3)}});
    CHECK(all.found.faults == 0);
    CHECK(of.pruned() == std::vector<index>{0, 1});
}

TEST_CASE("a sweep that writes leaves what lies at the bracket's end or above") {
    pool of({{5, 1, 2, 9}, {2, 0, 3, 7, 2}});
    const swept all = sweep_over<true>(of.candidates(), key_of(2), key_of(7), 9, 1);
    CHECK(all.losses == std::vector<index>{1, 1});
    CHECK(all.found.entries == 5);
    CHECK(of.words() == std::vector<std::vector<mask::word>>{{0b1000}, {0b01000}});
}

TEST_CASE("any number of blocks sweeps tensors of any size as group by group") {
    for (const bool some_gone : {false, true}) {
        const pool before = tiles_of_scores(some_gone);
        const auto room = before.groups();
        for (const auto& [first, end] :
             {std::pair{key_of(0), key_of(1)},
              {key_of(2), key_of(4)},
              {std::uint64_t{1}, wide_keys::not_a_number},
              {key_of(1), key_of(1)}}) {
            pool of = before;
            const swept expected = sweep_singly(of.candidates(), first, end);
            for (const index blocks : {1, 3, 20}) {
                const swept all = sweep_over<false>(of.candidates(), first, end, room, blocks);
                REQUIRE(all.losses == expected.losses);
                REQUIRE(all.written == expected.written);
                REQUIRE(all.found.faults == 0);
                REQUIRE(of.words() == before.words());
                if (some_gone) {
                    continue;
                }
                pool written = before;
                const swept again =
                    sweep_over<true>(written.candidates(), first, end, room, blocks);
                REQUIRE(again.losses == expected.losses);
                REQUIRE(again.written == expected.written);
                REQUIRE(written.kept() == kept_from(before, end));
                REQUIRE((written.words()[1].back() >> 63) == 0); // it has 63 groups
            }
        }
    }
}

TEST_CASE("weights that do not lie side by side are swept as those that do") {
    using source = score::of_weights<score::l1, float>;
    std::mt19937 random(2);
    std::vector<float> weights(2 * 9000);
    for (float& weight : weights) {
        weight = static_cast<float>(random() % 100) - 50.0F;
    }
    for (const index apart : {1, 2}) {
        std::vector<mask::word> words(static_cast<std::size_t>(mask::words(9000)), ~mask::word{0});
        words.back() = bits_from(9000 / 64 * 64, 9000);
        const std::vector<select::candidate<source>> candidates{
            {{{}, singles(view<const float>(weights.data(), {9000}, {apart}))},
             {words.data(), 9000},
             0,
             8999}};
        const std::uint64_t first = keys_of<source>::of(10.0F);
        const std::uint64_t end = keys_of<source>::of(20.0F);
        const swept expected = sweep_singly(candidates, first, end);
        const swept all = sweep_over<true>(candidates, first, end, 9000, 2);
        CHECK(all.losses == expected.losses);
        CHECK(all.written == expected.written);
    }
}

TEST_CASE("what there is no room for is counted, and not written") {
    pool of = rising(20000);
    for (const index room : {0, 1, 500}) {
        const swept all = sweep_over<false>(of.candidates(), key_of(1000), key_of(3000), room, 3);
        CHECK(all.found.entries == 2000);
        CHECK(static_cast<index>(all.written.size()) == room);
        for (std::size_t i = 0; i < all.written.size(); ++i) {
            const auto [place, key] = all.written[i];
            REQUIRE((place >= 1000 && place < 3000 && key == key_of(static_cast<double>(place))));
            REQUIRE((i == 0 || all.written[i - 1].first < place)); // none twice
        }
    }
}

TEST_CASE("a sweep notes whether a score is no number, unless its group is gone") {
    for (const index fault : {0, 4095, 9000, 19999}) { // of a whole tile, and of the last
        pool of = rising(20000);
        of.set_score(0, fault, std::numeric_limits<double>::quiet_NaN());
        CHECK(sweep_over<false>(of.candidates(), 1, key_of(9), 9, 2).found.faults > 0);
        of.set(0, fault, false);
        CHECK(sweep_over<false>(of.candidates(), 1, key_of(9), 9, 2).found.faults == 0);
        of.set(0, fault, true);
        CHECK(sweep_over<true>(of.candidates(), 1, key_of(9), 9, 2).found.faults > 0);
    }
}

} // namespace coppice
