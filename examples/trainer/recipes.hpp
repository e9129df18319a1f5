#pragma once

#include <coppice/recipe/named.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "report/text.hpp"

namespace trainer {

/// The numbers that the recipes on the command line take.
struct recipe_options {
    int epochs = 5;         ///< of training, before pruning or while pruning
    double ratio = 0.6;     ///< filters that go, or sparsity, in [0, 1)
    double rate = 0.1;      ///< the highest learning rate of training
    double threshold = 1.5; ///< percentage points
    double frozen = 0.7;    ///< share of layers
    double naive = 1e-3;    ///< learning rate of the naive recipe's retraining
    double base = 1e-3;     ///< learning rate of ICE-Pick's retraining while little is pruned
    double change = 7.5e-4; ///< how far it falls
    double midpoint = 0.12; ///< pruned share at which half of the fall is done
    double shape = 50;      ///< how sharp the fall is
    int rewind = 4;         ///< epochs of the training that are not gone through again
    int rounds = 10;
    double convolution = 0.1; ///< filters of a convolution that go in a round, in [0, 1)
    double dense = 0.2;       ///< and of a dense layer
    double rise = 0.01;       ///< of AIAP's threshold
};

/// The training that recipes with rewinding go back to runs along this rate.
[[nodiscard]] inline coppice::lr::warmup_decay training_rate(const recipe_options& o) {
    return {.base = o.rate};
}

/// A recipe under a name: a composition made at compile time, its numbers at run time.
template <class Make>
struct named_recipe {
    std::string_view name;
    std::string_view summary;
    Make make;
};

template <class Make>
named_recipe(std::string_view, std::string_view, Make) -> named_recipe<Make>;

inline const std::tuple recipe_table{
    named_recipe{
        "ice-pick", "block by block, retraining where the accuracy drops, with frozen layers",
        [](const recipe_options& o) {
            return coppice::recipe::ice_pick(
                o.ratio, {.points = o.threshold}, {.share = o.frozen, .rate = o.base},
                {.base = o.base, .change = o.change, .midpoint = o.midpoint, .shape = o.shape});
        }},
    named_recipe{
        "naive-iterative", "block by block, retraining after every block",
        [](const recipe_options& o) {
            return coppice::recipe::naive_iterative(o.ratio, {.base = o.naive});
        }},
    named_recipe{
        "ilp", "filters with the lowest norm, in rounds, with weights rewound",
        [](const recipe_options& o) {
            return coppice::recipe::ilp(
                {.convolution = o.convolution, .dense = o.dense, .rounds = o.rounds},
                coppice::rewind::weights{.to = o.rewind, .of = o.epochs}, training_rate(o));
        }},
    named_recipe{
        "iap", "the same by mean activation",
        [](const recipe_options& o) {
            return coppice::recipe::iap(
                {.convolution = o.convolution, .dense = o.dense, .rounds = o.rounds},
                coppice::rewind::weights{.to = o.rewind, .of = o.epochs}, training_rate(o));
        }},
    named_recipe{
        "aiap", "the same by a threshold that rises when little goes",
        [](const recipe_options& o) {
            return coppice::recipe::aiap(
                {.rise = o.rise}, o.rounds,
                coppice::rewind::weights{.to = o.rewind, .of = o.epochs}, training_rate(o));
        }},
    named_recipe{
        "one-cycle", "single weights along a sigmoid while training",
        [](const recipe_options& o) {
            return coppice::recipe::one_cycle(o.ratio, {.base = o.rate});
        }},
    named_recipe{
        "agp", "single weights along a cubic while training",
        [](const recipe_options& o) { return coppice::recipe::agp(o.ratio, {.base = o.rate}); }},
    named_recipe{
        "iterative", "single weights in three steps while training",
        [](const recipe_options& o) {
            return coppice::recipe::iterative(o.ratio, {.base = o.rate});
        }},
    named_recipe{"one-shot", "single weights at once while training", [](const recipe_options& o) {
                     return coppice::recipe::one_shot(o.ratio, {.base = o.rate});
                 }}};

/// Whether the recipe prunes a trained network in steps, rather than while it trains.
template <class Recipe>
inline constexpr bool in_steps = Recipe::template names<coppice::role::step>;

/// Whether the recipe goes back to an epoch of the training.
template <class Recipe>
inline constexpr bool rewinds = Recipe::template names<coppice::role::rewind>;

/// Calls visit(recipe) with the recipe of that name.
/// @throws std::invalid_argument for an unknown name, listing the known ones, and coppice::error
///         for a number out of its range
template <class Visit>
void with_recipe(std::string_view name, const recipe_options& options, Visit visit) {
    std::vector<std::string_view> known;
    const auto try_one = [&](const auto& entry) {
        known.push_back(entry.name);
        if (entry.name != name) {
            return false;
        }
        visit(entry.make(options));
        return true;
    };
    const bool found =
        std::apply([&](const auto&... entry) { return (try_one(entry) || ...); }, recipe_table);
    if (!found) {
        throw std::invalid_argument(
            "recipe: found \"" + std::string(name) + "\", expected one of " +
            report::joined(known));
    }
}

} // namespace trainer
