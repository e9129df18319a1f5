#pragma once

#include "coppice/freeze/weight_shift.hpp"
#include "coppice/lr/pruning_aware.hpp"
#include "coppice/trigger/accuracy_drop.hpp"
#include "coppice/tune/space.hpp"

#include <vector>

namespace coppice::tune {

/// What ICE-Pruning tunes: the policies of recipe::ice_pick.
struct ice_pruning_settings {
    trigger::accuracy_drop threshold = {};
    freeze::weight_shift freezing = {};
    lr::pruning_aware rate = {};
};

/// The grid of ICE-Pruning's auto-tuning, 216 combinations of its six parameters, or others like
/// it:
///
///     const coppice::tune::ice_pruning grid;
///     const auto found = coppice::tune::find_best(grid.space(), search, objective,
///         [&](const std::vector<double>& values, double share) {
///             const auto settings = grid.settings(values);
///             // prune by recipe::ice_pick(ratio, settings.threshold, settings.freezing,
///             // settings.rate) on a small random subset of training and validation data
///         });
///
/// Hu, Henderson, Cano, "ICE-Pruning", IJCNN 2025, which tries six of them on 2% of CIFAR-10.
struct ice_pruning {
    std::vector<double> threshold = {0.5, 1.5};      ///< theta: trigger::accuracy_drop::points
    std::vector<double> frozen = {0.3, 0.9};         ///< eta: freeze::weight_shift::share
    std::vector<double> base = {1e-3, 5e-3};         ///< lr::pruning_aware::base, and the
                                                     ///< rehearsal's rate
    std::vector<double> midpoint = {0.1, 0.15, 0.2}; ///< p: lr::pruning_aware::midpoint
    std::vector<double> shape = {40, 50, 60};        ///< beta: lr::pruning_aware::shape
    std::vector<double> change = {6e-4, 7e-4, 8e-4}; ///< Delta: lr::pruning_aware::change

    /// The parameters in the order of the members above.
    [[nodiscard]] tune::space space() const {
        return {
            {{"threshold", threshold},
             {"frozen", frozen},
             {"base", base},
             {"midpoint", midpoint},
             {"shape", shape},
             {"change", change}}};
    }

    /// @throws coppice::error for a combination of which a policy refuses a number
    void validate() const {
        const tune::space all = space();
        all.validate();
        for (index point = 0; point < all.points(); ++point) {
            const ice_pruning_settings one = settings(all.at(point));
            coppice::validate(one.threshold, one.freezing, one.rate);
        }
    }

    /// The policies with a point's values.
    /// @param values  six, of a point of `space`
    [[nodiscard]] static ice_pruning_settings settings(const std::vector<double>& values) {
        require(values.size() == 6, "tune::ice_pruning", "number of values", values.size(), "6");
        return {
            {.points = values[0]},
            {.share = values[1], .rate = values[2]},
            {.base = values[2], .change = values[5], .midpoint = values[3], .shape = values[4]}};
    }
};

} // namespace coppice::tune
