#include "coppice/backend/grid/decide.hpp"

#include "backend/grid/on_cpu.hpp"
#include "backend/grid/tensor_pool.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// A pool of which no group is kept.
pool all_gone(const std::vector<std::size_t>& sizes) {
    std::vector<std::vector<double>> scores;
    for (const std::size_t size : sizes) {
        scores.emplace_back(size, 1.0);
    }
    pool made(std::move(scores));
    for (std::size_t t = 0; t < made.tensors(); ++t) {
        for (index g = 0; g < made.groups(t); ++g) {
            made.set(t, g, false);
        }
    }
    return made;
}

/// Decides entries of a pool's groups.
/// @param found  how many there are, of which the keys and places may be fewer
template <bool Write>
void decide(
    pool& of, std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& places,
    const cut_state& cut, std::vector<index>& losses, index found, index blocks) {
    const tensor_pool<score::stored> tensors(of.candidates());
    const findings written{.entries = found};
    const auto room = static_cast<index>(keys.size());
    on_cpu::grid().launch(
        blocks, decide_entries<score::stored, Write>{
                    tensors.data(),
                    tensors.count(),
                    {keys.data(), places.data(), room},
                    &written,
                    &cut,
                    losses.data()});
}

} // namespace

TEST_CASE("of groups that were written down those below the cut are lost, the others come back") {
    // Tensors of 100, 1 and 70 groups; the last two entries are what was there before.
    std::vector<std::uint64_t> keys{9, 7, 5, 7, 7, 0, 0};
    std::vector<std::uint64_t> places{170, 99, 3, 101, 100, 0, 0};
    const cut_state cut{.key = 7, .place = 101, .settled = true};
    for (const index blocks : {1, 3}) {
        std::vector<index> losses{10, 20, 30};
        pool of = all_gone({100, 1, 70});
        decide<true>(of, keys, places, cut, losses, 5, blocks);
        CHECK(losses == std::vector<index>{12, 21, 30});
        CHECK(of.pruned() == std::vector<index>{100, 1, 68});
        CHECK(of.kept()[2][0]);
        CHECK(of.kept()[2][69]);
    }
    std::vector<index> losses{10, 20, 30};
    pool untouched = all_gone({100, 1, 70});
    decide<false>(untouched, keys, places, cut, losses, 5, 1);
    CHECK(losses == std::vector<index>{12, 21, 30});
    CHECK(untouched.pruned() == std::vector<index>{100, 1, 70});
    decide<false>(untouched, keys, places, cut, losses, 0, 1);
    CHECK(losses == std::vector<index>{12, 21, 30});
    cut_state open = cut;
    open.settled = false; // then nothing is decided
    decide<false>(untouched, keys, places, open, losses, 5, 1);
    decide<true>(untouched, keys, places, open, losses, 5, 1);
    CHECK(losses == std::vector<index>{12, 21, 30});
    CHECK(untouched.pruned() == std::vector<index>{100, 1, 70});
    decide<false>(untouched, keys, places, cut, losses, 1000, 1); // no more than there is room for
    CHECK(losses == std::vector<index>{16, 22, 30});
}

TEST_CASE("groups of many tensors are lost to their own, whatever the blocks and their order") {
    std::mt19937 random(1);
    std::vector<std::size_t> sizes;
    for (int t = 0; t < 40; ++t) {
        sizes.push_back(1 + random() % 90);
    }
    const index groups = std::accumulate(sizes.begin(), sizes.end(), index{0});
    std::vector<std::uint64_t> places(static_cast<std::size_t>(groups));
    std::iota(places.begin(), places.end(), 0);
    std::shuffle(
        places.begin() + groups / 2, places.end(), random); // the others a tensor at a time
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < places.size(); ++i) {
        keys.push_back(random() % 4);
    }
    const cut_state cut{.key = 2, .place = static_cast<std::uint64_t>(groups / 3), .settled = true};
    kept_bits expected = all_gone(sizes).kept();
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::uint64_t g = places[i];
        std::size_t t = 0;
        for (; g >= sizes[t]; ++t) {
            g -= sizes[t];
        }
        expected[t][g] = !(keys[i] < 2 || (keys[i] == 2 && places[i] < cut.place));
    }
    for (const index blocks : {1, 2, 9}) {
        std::vector<index> losses(sizes.size());
        pool of = all_gone(sizes);
        decide<true>(of, keys, places, cut, losses, groups, blocks);
        REQUIRE(of.kept() == expected);
        REQUIRE(losses == pool::count_pruned(expected));
    }
}

TEST_CASE("masks lose the groups below the cut of their tensor, or of all") {
    std::mt19937 random(2);
    for (const bool common : {false, true}) {
        const pool before = tiles_of_scores(true);
        pool of = before;
        const tensor_pool<score::stored> tensors(of.candidates());
        std::vector<cut_state> parts(of.tensors());
        for (std::size_t t = 0; t < parts.size(); ++t) {
            const tensor<score::stored>& one = tensors.data()[t];
            const auto g = static_cast<index>(random() % static_cast<unsigned>(one.groups));
            parts[t] = {
                .key = one.keys[g], .place = static_cast<std::uint64_t>(one.first_group + g)};
        }
        parts.front().key = common ? parts[5].key : parts.front().key;
        parts.front().place = common ? 15000 : 1; // within the sixth tensor, behind the first's
        kept_bits expected = before.kept();
        for (std::size_t t = 0; t < parts.size(); ++t) {
            const tensor<score::stored>& one = tensors.data()[t];
            for (std::size_t g = 0; g < expected[t].size(); ++g) {
                const cut_state& cut = parts[common ? 0 : t];
                const std::uint64_t key = one.keys[static_cast<index>(g)];
                const bool first = static_cast<std::uint64_t>(one.first_group) + g < cut.place;
                expected[t][g] = expected[t][g] && (key > cut.key || (key == cut.key && !first));
            }
        }
        for (const index blocks : {1, 4, 20}) {
            of = before;
            const tensor_pool<score::stored> again(of.candidates());
            on_cpu::grid().launch(
                blocks, write_masks<score::stored>{
                            again.data(), again.count(), again.tiles(), parts.data(), common});
            REQUIRE(of.kept() == expected);
            REQUIRE((of.words()[1].back() >> 63) == 0); // it has 63 groups
        }
    }
}

} // namespace coppice
