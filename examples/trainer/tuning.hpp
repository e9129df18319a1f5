#pragma once

#include <coppice/search/random.hpp>
#include <coppice/tune/find_best.hpp>
#include <coppice/tune/ice_pruning.hpp>

#include <cstddef>
#include <functional>
#include <string>

#include "nn/models/model.hpp"
#include "trainer/arithmetic.hpp"
#include "trainer/host.hpp"
#include "trainer/recipes.hpp"

namespace trainer {

/// How ICE-Pick's numbers are looked for before it prunes.
struct tuning_options {
    coppice::tune::ice_pruning grid = {};
    coppice::search::random search = {};
    std::size_t training_images = 0;   ///< a random part of the training set, at least 1
    std::size_t validation_images = 0; ///< a random part of the images held out, at least 1
    double points = 1; ///< of accuracy: a loss of so much costs as much as naive pruning's time
};

/// What tuning found, and what it took.
struct tuned {
    recipe_options best; ///< as they were, with the numbers that were found
    coppice::tune::report report;
    double naive_seconds = 0; ///< that naive pruning takes on the same images
    double seconds = 0;       ///< wall clock, all of it
};

/// Told of each trial: its name and what came of it.
using trial_listener = std::function<void(const std::string&, const coppice::tune::trial_report&)>;

/// The numbers of a recipe with those of a point in place of ICE-Pick's.
[[nodiscard]] recipe_options
with_settings(recipe_options numbers, const coppice::tune::ice_pruning_settings& settings);

/// Whether the images that tuning takes are part of those there are.
/// @throws coppice::error if they are not
void check_tuning(const tuning_options& how, const data_split& data);

/// ICE-Pruning's auto-tuning: prunes copies of a dense network by ICE-Pick with the numbers of some
/// points of the grid, on a small part of training and held-out images, and takes the best by time
/// against the naive recipe's and accuracy lost. The naive time is that of one epoch for each step.
/// @throws coppice::error for a grid, search or number of images out of its range
[[nodiscard]] tuned tune_ice_pick(
    const nn::model& dense, const data_split& data, const host_options& training,
    const recipe_options& numbers, const tuning_options& how, const trial_listener& told,
    const arithmetic& by = on_eigen());

} // namespace trainer
