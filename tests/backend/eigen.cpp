#include "coppice/backend/eigen.hpp"

#include "backend/selection.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/core/count.hpp"
#include "coppice/granularity/block.hpp"
#include "coppice/granularity/channel.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/kernel.hpp"
#include "coppice/granularity/vector.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/mask/owned.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "core/layout.hpp"

#include <cstddef>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// Weights as a training leaves them, with a share of zeros and many that are equal.
template <class T>
std::vector<T> trained_weights(index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<T> normal(0, T(0.05));
    std::vector<T> weights(static_cast<std::size_t>(n));
    for (T& weight : weights) {
        const auto kind = random() % 10;
        weight = kind == 0 ? T(0) : kind == 1 ? T(0.0625) : normal(random);
    }
    return weights;
}

/// Prunes a share of a tensor's groups and applies the mask.
/// @return the mask's words
template <class Backend, class Granularity, class Score, class T>
std::vector<mask::word> pruned(
    Backend backend, const Granularity& granularity, const Score& policy, const view<T>& tensor,
    double share) {
    const grouped<T> cut = granularity.cut(tensor);
    std::vector<double> scores(static_cast<std::size_t>(cut.groups()));
    backend.score(policy, scores.data(), cut.read_only());
    mask::owned<Backend> mask(backend, cut.groups());
    prune_together(
        backend,
        std::vector<select::candidate<score::stored>>{
            {{scores.data(), cut.groups()}, mask, 0, cut.groups() - 1}},
        floor_share(share, cut.groups()));
    backend.apply(mask, cut);
    std::vector<mask::word> words(static_cast<std::size_t>(mask::words(cut.groups())));
    backend.download(mask, words);
    return words;
}

template <class T, class Granularity, class Score>
void check_agreement(
    const shape& extents, const Granularity& granularity, const Score& policy, double share) {
    const std::vector<T> values = trained_weights<T>(extents.size(), 1);
    laid_out<T> expected(extents, row_major(extents), values);
    const std::vector<mask::word> words =
        pruned(backend::reference{}, granularity, policy, expected.tensor(), share);
    for (const shape& strides : layouts(extents)) {
        CAPTURE(text(extents));
        CAPTURE(text(strides));
        laid_out<T> tensor(extents, strides, values);
        CHECK(pruned(backend::eigen{}, granularity, policy, tensor.tensor(), share) == words);
        CHECK((tensor.values() == expected.values()));
    }
}

} // namespace

TEST_CASE_TEMPLATE("Eigen prunes as the reference does, in any layout", Number, float, double) {
    for (const shape& extents : {shape{64, 16, 3, 3}, shape{100, 30}, shape{33, 1, 5, 5}}) {
        check_agreement<Number>(extents, granularity::filter{}, score::l1{}, 0.6);
        check_agreement<Number>(extents, granularity::filter{}, score::l2{}, 0.29);
        check_agreement<Number>(extents, granularity::channel{}, score::l2{}, 0.5);
        check_agreement<Number>(extents, granularity::vector{}, score::l1{}, 0.7);
        check_agreement<Number>(extents, granularity::vector{.axis = 0}, score::l2{}, 0.7);
    }
    for (const shape& extents : {shape{64, 16, 3, 3}, shape{32, 70, 1, 1}, shape{8, 6, 5, 7}}) {
        check_agreement<Number>(extents, granularity::kernel{}, score::l2{}, 0.6);
        check_agreement<Number>(extents, granularity::block{}, score::l2{}, 0.6);
        check_agreement<Number>(
            extents, granularity::block{.rows = 8, .columns = 2}, score::l1{}, 0.45);
    }
    for (const shape& extents : {shape{16, 16, 3, 3}, shape{1000}, shape{63, 41}}) {
        check_agreement<Number>(extents, granularity::weight{}, score::l1{}, 0.9);
        check_agreement<Number>(extents, granularity::weight{}, score::l2{}, 0.05);
    }
}

TEST_CASE_TEMPLATE(
    "Eigen computes scores of single weights as it computes stored ones", Number, float, double) {
    using source = score::of_weights<score::l1, Number>;
    const shape extents{40, 25, 3, 3};
    const auto values = trained_weights<Number>(extents.size(), 2);
    for (const shape& strides : layouts(extents)) {
        laid_out<Number> tensor(extents, strides, values);
        backend::eigen backend;
        mask::owned<backend::eigen> mask(backend, extents.size());
        prune_together(
            backend,
            std::vector<select::candidate<source>>{
                {{{}, singles(tensor.tensor()).read_only()}, mask, 0, extents.size() - 1}},
            floor_share(0.7, extents.size()));
        std::vector<mask::word> words(static_cast<std::size_t>(mask::words(extents.size())));
        backend.download(mask, words);
        CHECK(words == pruned(backend, granularity::weight{}, score::l1{}, tensor.tensor(), 0.7));
    }
}

TEST_CASE_TEMPLATE(
    "numbers of 16 bits are pruned as the reference prunes the same in floats", Number, Eigen::half,
    Eigen::bfloat16) {
    const shape extents{96, 16, 3, 3};
    std::vector<float> exact = trained_weights<float>(extents.size(), 3);
    std::vector<Number> rounded(exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
        rounded[i] = Number(exact[i]);
        exact[i] = static_cast<float>(rounded[i]);
    }
    const view<float> floats(exact.data(), extents);
    const view<Number> numbers(rounded.data(), extents);
    const auto check = [&](const auto& granularity, const auto& policy, double share) {
        CHECK(
            pruned(backend::eigen{}, granularity, policy, numbers, share) ==
            pruned(backend::reference{}, granularity, policy, floats, share));
        for (std::size_t i = 0; i < exact.size(); ++i) {
            REQUIRE(static_cast<float>(rounded[i]) == exact[i]);
        }
    };
    check(granularity::filter{}, score::l2{}, 0.3);
    check(granularity::block{.rows = 4, .columns = 2}, score::l1{}, 0.4);

    using source = score::of_weights<score::l1, Number>;
    backend::eigen backend;
    mask::owned<backend::eigen> mask(backend, extents.size());
    const index k = floor_share(0.8, extents.size());
    prune_together(
        backend,
        std::vector<select::candidate<source>>{
            {{{}, singles(numbers).read_only()}, mask, 0, extents.size() - 1}},
        k);
    std::vector<mask::word> words(static_cast<std::size_t>(mask::words(extents.size())));
    backend.download(mask, words);
    CHECK(words == pruned(backend::reference{}, granularity::weight{}, score::l1{}, floats, 0.8));
    backend.apply(mask, singles(numbers));
    for (std::size_t i = 0; i < exact.size(); ++i) {
        REQUIRE(static_cast<float>(rounded[i]) == exact[i]);
    }
}

TEST_CASE("of a large tensor pruned filters become zero and no other changes") {
    const shape extents{520, 2049}; // rows begin anywhere in a line of memory
    std::vector<float> weights = trained_weights<float>(extents.size(), 5);
    const std::vector<float> before = weights;
    std::vector<mask::word> words(static_cast<std::size_t>(mask::words(extents[0])));
    for (index filter = 0; filter < extents[0]; filter += 3) {
        words[static_cast<std::size_t>(filter / 64)] |= mask::word{1} << (filter % 64);
    }
    const mask::const_view kept{words.data(), extents[0]};
    backend::eigen{}.apply(kept, granularity::filter{}.cut(view<float>(weights.data(), extents)));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const bool stays = kept[static_cast<index>(i) / extents[1]];
        REQUIRE(weights[i] == (stays ? before[i] : 0.0F));
    }
}

} // namespace coppice
