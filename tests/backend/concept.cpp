#include "coppice/backend/concept.hpp"

#include "archetype/backend.hpp"
#include "archetype/score.hpp"
#include "backend/host.hpp"
#include "backend/selection.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::policy;

static_assert(policy<archetype::backend, float> && policy<archetype::backend, double>);
static_assert(policy<backend::reference, float>);
static_assert(policy<backend::eigen, double>);
static_assert(!policy<archetype::backend, int>);
static_assert(!policy<int, float>);

struct stays_in_place : archetype::backend {
    stays_in_place(stays_in_place&&) = delete;
};
struct without_allocate : archetype::backend {
    template <class T>
    void allocate(index) = delete;
};
struct without_score : archetype::backend {
    void score() = delete;
};
struct without_total : archetype::backend {
    void total() = delete;
};
struct total_in_float : archetype::backend {
    template <class Score, element T, element... Extra>
    float total(const Score&, const grouped<const T>&, const grouped<const Extra>&...);
};
struct without_keep_all : archetype::backend {
    void keep_all() = delete;
};
struct without_kept : archetype::backend {
    void kept() = delete;
};
struct without_select_workspace : archetype::backend {
    void select_workspace() = delete;
};
struct without_prune_each : archetype::backend {
    void prune_each() = delete;
};
struct without_prune_together : archetype::backend {
    void prune_together() = delete;
};
struct says_nothing_of_nan : archetype::backend {
    template <score::source Source>
    void prune_each(std::span<const select::candidate<Source>>, std::span<const index>, std::byte*);
};
struct prunes_stored_scores_only : archetype::backend {
    select::not_a_number prune_each(
        std::span<const select::candidate<score::stored>>, std::span<const index>, std::byte*);
};
struct without_buffer : archetype::backend {
  private:
    template <class T>
    class buffer;
};
struct without_prune_runs : archetype::backend {
    void prune_runs() = delete;
};
struct without_apply : archetype::backend {
    void apply() = delete;
};
struct without_copy : archetype::backend {
    void copy() = delete;
};
struct without_gather : archetype::backend {
    void gather() = delete;
};
struct without_download : archetype::backend {
    void download() = delete;
};
struct without_upload : archetype::backend {
    void upload() = delete;
};

static_assert(!policy<stays_in_place, float>);
static_assert(!policy<without_allocate, float>);
static_assert(!policy<without_score, float>);
static_assert(!policy<without_total, float>);
static_assert(!policy<total_in_float, float>);
static_assert(!policy<without_keep_all, float>);
static_assert(!policy<without_kept, float>);
static_assert(!policy<without_select_workspace, float>);
static_assert(!policy<says_nothing_of_nan, float>);
static_assert(!policy<without_prune_each, float>);
static_assert(!policy<without_prune_together, float>);
static_assert(!policy<without_buffer, float>);
static_assert(!policy<prunes_stored_scores_only, float>);
static_assert(!policy<without_prune_runs, float>);
static_assert(!policy<without_apply, float>);
static_assert(!policy<without_copy, float>);
static_assert(!policy<without_gather, float>);
static_assert(!policy<without_download, float>);
static_assert(!policy<without_upload, float>);

template <class T>
std::vector<T> random_weights(index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<T> normal;
    std::vector<T> weights(static_cast<std::size_t>(n));
    for (T& weight : weights) {
        weight = normal(random);
    }
    return weights;
}

/// A group's score as score/concept.hpp describes it, written once more.
template <class Score, class T>
double described_score(const Score& policy, const std::vector<T>& members) {
    double sum = 0;
    for (std::size_t begin = 0; begin < members.size(); begin += 16384) {
        std::vector<double> lanes(32);
        for (std::size_t m = begin; m < std::min(begin + 16384, members.size()); ++m) {
            lanes[m % 32] = policy.accumulate(lanes[m % 32], members[m]);
        }
        while (lanes.size() > 1) {
            const std::size_t half = lanes.size() / 2;
            for (std::size_t i = 0; i < half; ++i) {
                lanes[i] += lanes[half + i];
            }
            lanes.resize(half);
        }
        sum += lanes[0];
    }
    return policy.finish(sum, static_cast<index>(members.size()));
}

/// A group's members in the order of their addresses.
template <class T>
std::vector<T> by_address(const grouped<const T>& cut, index g) {
    std::vector<const T*> addresses;
    addresses.reserve(static_cast<std::size_t>(cut.members()));
    for (index m = 0; m < cut.members(); ++m) {
        addresses.push_back(cut.group(g) + cut.member(m));
    }
    std::sort(addresses.begin(), addresses.end());
    std::vector<T> members(addresses.size());
    std::transform(
        addresses.begin(), addresses.end(), members.begin(), [](const T* at) { return *at; });
    return members;
}

/// Every bit of a number, so that a comparison tells -0 from 0.
template <class T>
auto bits(T number) {
    if constexpr (sizeof(T) == 4) {
        return std::bit_cast<std::uint32_t>(number);
    } else {
        return std::bit_cast<std::uint64_t>(number);
    }
}

template <class Backend, class Score, class T>
void check_scores(Backend& backend, const Score& policy, const shape& extents, unsigned seed) {
    const std::vector<T> values = random_weights<T>(extents.size(), seed);
    const index groups = extents[0];
    for (const shape& strides : layouts(extents)) {
        CAPTURE(text(extents));
        CAPTURE(text(strides));
        laid_out<T> tensor(extents, strides, values);
        std::vector<double> out(static_cast<std::size_t>(groups), -1);
        const grouped<const T> cut = slices(tensor.tensor(), 0).read_only();
        backend.score(policy, out.data(), cut);
        for (index g = 0; g < groups; ++g) {
            const double expected = described_score(policy, by_address(cut, g));
            REQUIRE(bits(out[static_cast<std::size_t>(g)]) == bits(expected));
        }
        const grouped<const T> all = whole(tensor.tensor()).read_only();
        REQUIRE(
            bits(backend.total(policy, all)) == bits(described_score(policy, by_address(all, 0))));
    }
}

constexpr index mask_sizes[] = {1, 63, 64, 65, 1000};

TEST_CASE_TEMPLATE_DEFINE("allocated memory is filled with zeros", Host, allocates) {
    typename Host::backend backend;
    const auto numbers = backend.template allocate<typename Host::number>(1000);
    REQUIRE(numbers.size() == 1000);
    CHECK(std::all_of(
        numbers.data(), numbers.data() + 1000, [](auto number) { return bits(number) == 0; }));
    const auto words = backend.template allocate<mask::word>(3);
    CHECK(std::all_of(words.data(), words.data() + 3, [](mask::word word) { return word == 0; }));
    CHECK(backend.template allocate<std::byte>(0).size() == 0);
}
TEST_CASE_TEMPLATE_APPLY(allocates, every_host);

TEST_CASE_TEMPLATE_DEFINE(
    "scores are summed as described, in the order of memory, bit for bit", Host, scores) {
    using number = typename Host::number;
    typename Host::backend backend;
    const auto check = [&](const shape& extents, unsigned seed) {
        check_scores<typename Host::backend, score::l1, number>(backend, {}, extents, seed);
        check_scores<typename Host::backend, score::l2, number>(backend, {}, extents, seed);
        check_scores<typename Host::backend, archetype::score, number>(backend, {}, extents, seed);
    };
    for (const index members : {1, 2, 31, 32, 33, 63, 64, 65, 100, 1000}) {
        check({3, members}, 1);
    }
    check({8, 3, 3, 3}, 2);
    check({5, 7, 5, 1}, 3);
    check({4}, 4);
    check({2, 16384}, 5);
    check({1, 16385}, 6);
    check({1, 100000}, 7);
    check({1, 10000, 2, 2}, 8);
}
TEST_CASE_TEMPLATE_APPLY(scores, every_host);

TEST_CASE_TEMPLATE_DEFINE("scores of extreme weights are exact", Host, scores_extremes) {
    using number = typename Host::number;
    using limits = std::numeric_limits<number>;
    typename Host::backend backend;
    std::vector<number> values(66, number(-0.0));
    const auto total = [&](auto policy) {
        return backend.total(policy, whole(view<const number>(values.data(), {66})));
    };
    CHECK(bits(total(score::l1{})) == 0);
    CHECK(bits(total(score::l2{})) == 0);
    values[65] = -limits::denorm_min();
    CHECK(total(score::l1{}) == static_cast<double>(limits::denorm_min()));
    values[3] = -limits::infinity();
    CHECK(total(score::l1{}) == std::numeric_limits<double>::infinity());
    CHECK(total(score::l2{}) == std::numeric_limits<double>::infinity());
    values[40] = limits::quiet_NaN();
    CHECK(std::isnan(total(score::l1{})));
    CHECK(std::isnan(total(score::l2{})));
}
TEST_CASE_TEMPLATE_APPLY(scores_extremes, every_host);

/// sum w * v
struct product {
    using role = role::score;

    template <element T>
    [[nodiscard]] double accumulate(double sum, T w, T v) const {
        return std::fma(static_cast<double>(w), static_cast<double>(v), sum);
    }
    [[nodiscard]] double finish(double sum, index /*members*/) const { return sum; }
};

TEST_CASE_TEMPLATE_DEFINE(
    "a score may read a further tensor in a layout of its own", Host, scores_extra) {
    using number = typename Host::number;
    typename Host::backend backend;
    const shape extents{3, 5, 4, 2};
    const auto values = random_weights<number>(extents.size(), 1);
    const auto others = random_weights<number>(extents.size(), 2);
    for (const shape& strides : layouts(extents)) {
        std::vector<double> expected;
        for (const shape& other_strides : layouts(extents)) {
            laid_out<number> tensor(extents, strides, values);
            laid_out<number> other(extents, other_strides, others);
            std::vector<double> out(3);
            backend.score(
                product{}, out.data(), slices(tensor.tensor(), 0).read_only(),
                slices(other.tensor(), 0).read_only());
            if (expected.empty()) {
                expected = out;
                CHECK(
                    out[0] == doctest::Approx(std::inner_product(
                                  values.begin(), values.begin() + 40, others.begin(), 0.0)));
            }
            REQUIRE(out == expected);
            const double total = backend.total(
                product{}, whole(tensor.tensor()).read_only(), whole(other.tensor()).read_only());
            CHECK(total == doctest::Approx(out[0] + out[1] + out[2]));
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(scores_extra, every_host);

TEST_CASE_TEMPLATE_DEFINE("keep_all sets every bit and none past the end", Backend, keeps_all) {
    Backend backend;
    for (const index groups : mask_sizes) {
        CAPTURE(groups);
        const auto count = static_cast<std::size_t>(mask::words(groups));
        std::vector<mask::word> words(count, mask::word{0x5555555555555555});
        const mask::view all{words.data(), groups};
        if (groups % 64 != 0) {
            words.back() = 0;
        }
        backend.keep_all(all);
        CHECK(backend.kept(all) == groups);
        for (index g = 0; g < groups; ++g) {
            REQUIRE(all[g]);
        }
        CHECK((groups % 64 == 0 || words.back() >> (groups % 64) == 0));
    }
}
TEST_CASE_TEMPLATE_APPLY(keeps_all, every_backend);

TEST_CASE_TEMPLATE_DEFINE("kept counts the bits that are set", Backend, counts_kept) {
    const Backend backend;
    std::mt19937_64 random(1);
    for (const index groups : mask_sizes) {
        std::vector<mask::word> words(static_cast<std::size_t>(mask::words(groups)));
        index expected = 0;
        for (index g = 0; g < groups; ++g) {
            if (random() % 3 == 0) {
                words[static_cast<std::size_t>(g / 64)] |= mask::word{1} << (g % 64);
                ++expected;
            }
        }
        CHECK(backend.kept(mask::const_view{words.data(), groups}) == expected);
    }
}
TEST_CASE_TEMPLATE_APPLY(counts_kept, every_backend);

TEST_CASE_TEMPLATE_DEFINE("masks come to the host and go back unchanged", Backend, moves_masks) {
    Backend backend;
    std::mt19937_64 random(2);
    for (const index groups : mask_sizes) {
        const auto count = static_cast<std::size_t>(mask::words(groups));
        std::vector<mask::word> original(count);
        std::generate(original.begin(), original.end(), random);
        if (groups % 64 != 0) {
            original.back() &= (mask::word{1} << (groups % 64)) - 1;
        }
        auto held = backend.template allocate<mask::word>(mask::words(groups));
        const mask::view there{held.data(), groups};
        backend.upload(original, there);
        std::vector<mask::word> back(count);
        backend.download(there, back);
        CHECK(back == original);
    }
}
TEST_CASE_TEMPLATE_APPLY(moves_masks, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "the k lowest go, for every k, among ties, zeros, denormals and infinities", Backend,
    prunes_lowest) {
    Backend backend;
    std::mt19937 random(3);
    for (int round = 0; round < 12; ++round) {
        const std::size_t tensors = 1 + random() % 4;
        check_every_selection(backend, random_pool(random, tensors, false));
        check_every_selection(backend, random_pool(random, tensors, true));
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_lowest, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "ties go by the lowest tensor, then the lowest index", Backend, breaks_ties) {
    Backend backend;
    pool equal({std::vector<double>(5, 1.0), std::vector<double>(5, 1.0)});
    prune_together(backend, equal.candidates(), 6);
    CHECK(
        equal.kept() ==
        pattern{{false, false, false, false, true}, {false, false, true, true, true}});
    pool zeros({{0.0, -0.0, 0.0, -0.0}});
    prune_together(backend, zeros.candidates(), 2);
    CHECK(zeros.kept() == pattern{{false, false, true, true}});
}
TEST_CASE_TEMPLATE_APPLY(breaks_ties, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "what is pruned stays pruned, before weights that are zero or lower", Backend, keeps_pruned) {
    Backend backend;
    pool revived({{0.0, 9.0, -5.0, 0.0, 7.0}});
    revived.set(0, 1, false);
    revived.set(0, 4, false);
    prune_together(backend, revived.candidates(), 2);
    CHECK(revived.kept() == pattern{{true, false, true, true, false}});
    prune_together(backend, revived.candidates(), 3);
    CHECK(revived.kept() == pattern{{true, false, false, true, false}});
}
TEST_CASE_TEMPLATE_APPLY(keeps_pruned, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "masks only lose groups as k rises, whatever becomes of the scores", Backend, is_monotone) {
    Backend backend;
    std::mt19937 random(4);
    pool changing = random_pool(random, 3, false);
    pattern before = changing.kept();
    for (index k = changing.pruned_of_all(); k <= changing.most_of_all(); ++k) {
        for (std::size_t t = 0; t < changing.tensors(); ++t) {
            for (index g = 0; g < changing.groups(t); ++g) {
                changing.set_score(t, g, troublesome(random));
            }
        }
        prune_together(backend, changing.candidates(), k);
        const pattern now = changing.kept();
        for (std::size_t t = 0; t < now.size(); ++t) {
            for (std::size_t g = 0; g < now[t].size(); ++g) {
                REQUIRE((before[t][g] || !now[t][g]));
            }
        }
        before = now;
    }
}
TEST_CASE_TEMPLATE_APPLY(is_monotone, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a capped tensor is left at its cap and the others lose the rest", Backend, honours_caps) {
    Backend backend;
    pool capped({{1, 2, 3, 4}, {11, 12, 13, 14}, {5, 21, 22, 23}});
    capped.cap(0, 2);
    capped.cap(2, 0);
    CHECK(prune_together(backend, capped.candidates(), 4) == std::vector<index>{2, 2, 0});
    CHECK(
        capped.kept() ==
        pattern{{false, false, true, true}, {false, false, true, true}, {true, true, true, true}});
}
TEST_CASE_TEMPLATE_APPLY(honours_caps, every_backend);

TEST_CASE_TEMPLATE_DEFINE("every tensor loses its own k, the lowest first", Backend, prunes_each) {
    Backend backend;
    std::mt19937 random(10);
    for (int round = 0; round < 40; ++round) {
        pool of = random_pool(random, 1 + random() % 4, false);
        pattern expected;
        std::vector<index> ks;
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            const index gone = of.pruned()[t];
            ks.push_back(
                gone + static_cast<index>(random() % static_cast<unsigned>(of.groups(t) - gone)));
            expected.push_back(lowest_of(of.only(t)).without(ks.back())[0]);
        }
        prune_each(backend, of.candidates(), ks);
        REQUIRE(of.kept() == expected);
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_each, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "the first NaN is found where it is, and nothing changes", Backend, finds_nan) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const index place : {0, 63, 64, 511, 512, 699}) {
        for (const double sign : {1.0, -1.0}) {
            pool bad(
                {std::vector<double>(70, 1.0), std::vector<double>(700, 2.0),
                 std::vector<double>(80, 0.5)});
            bad.set_score(1, place, std::copysign(nan, sign));
            bad.set_score(2, 5, nan);
            bad.set(0, 7, false);
            bad.set_score(0, 7, nan);
            const auto before = bad.words();
            check_fault(refused_together<Backend>(bad, 100), {1, place});
            check_fault(refused_each<Backend>(bad, {20, 300, 10}), {1, place});
            CHECK(bad.words() == before);
            bad.set(0, 7, true); // of tensors that have lost nothing yet, too
            bad.set_score(0, 7, 1);
            check_fault(refused_together<Backend>(bad, 100), {1, place});
            check_fault(refused_each<Backend>(bad, {20, 300, 10}), {1, place});
            CHECK(bad.kept() == pool(bad.scores()).kept());
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(finds_nan, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a NaN in a group that is pruned already is nobody's business", Backend, ignores_pruned_nan) {
    Backend backend;
    pool diverged({{3, std::numeric_limits<double>::quiet_NaN(), 1, 2}});
    diverged.set(0, 1, false);
    CHECK(prune_together(backend, diverged.candidates(), 2) == std::vector<index>{2});
    CHECK(diverged.kept() == pattern{{true, false, false, true}});
}
TEST_CASE_TEMPLATE_APPLY(ignores_pruned_nan, every_backend);

TEST_CASE_TEMPLATE_DEFINE("single weights are pruned alike in every layout", Host, prunes_weights) {
    using number = typename Host::number;
    using source = score::of_weights<score::l1, number>;
    typename Host::backend backend;
    std::mt19937 random(5);
    for (const shape& extents : {shape{7, 5, 3, 2}, shape{40, 17}, shape{129}}) {
        std::vector<number> values(static_cast<std::size_t>(extents.size()));
        std::vector<double> magnitudes;
        for (number& value : values) {
            do {
                value = static_cast<number>(troublesome(random));
            } while (std::isnan(value));
            magnitudes.push_back(std::abs(static_cast<double>(value)));
        }
        const lowest_of expected{pool({magnitudes})};
        for (const shape& strides : layouts(extents)) {
            laid_out<number> tensor(extents, strides, values);
            pool masks({magnitudes});
            const mask::view cut = masks.candidates()[0].mask;
            for (const index k : {1, 20, 64, 100, 128}) {
                prune_together(
                    backend,
                    std::vector<select::candidate<source>>{
                        {{{}, singles(tensor.tensor()).read_only()}, cut, 0, cut.size - 1}},
                    k);
                REQUIRE(masks.kept() == expected.without(k));
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_weights, every_host);

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
