#pragma once

#include <coppice/recipe/named.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace trainer {

/// The numbers that the recipes on the command line take.
struct recipe_options {
    double ratio = 0.6;     ///< filters that go, or sparsity, in [0, 1)
    double rate = 0.1;      ///< the highest learning rate of training
    double threshold = 1.5; ///< percentage points
    double frozen = 0.7;    ///< share of layers
    double naive = 1e-3;    ///< learning rate of the naive recipe's retraining
    double base = 1e-3;     ///< learning rate of ICE-Pick's retraining while little is pruned
    double change = 7.5e-4; ///< how far it falls
    double midpoint = 0.12; ///< pruned share at which half of the fall is done
    double shape = 50;      ///< how sharp the fall is
};

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

/// Calls visit(recipe) with the recipe of that name.
/// @throws std::invalid_argument for an unknown name, listing the known ones, and coppice::error
/// for
///         a number out of its range
template <class Visit>
void with_recipe(std::string_view name, const recipe_options& options, Visit visit) {
    std::string known;
    const auto try_one = [&](const auto& entry) {
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
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
            "recipe: found \"" + std::string(name) + "\", expected one of " + known);
    }
}

} // namespace trainer
