#pragma once

#include "coppice/freeze/weight_shift.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/lr/pruning_aware.hpp"
#include "coppice/lr/warmup_decay.hpp"
#include "coppice/recipe/compose.hpp"
#include "coppice/schedule/agp.hpp"
#include "coppice/schedule/iterative.hpp"
#include "coppice/schedule/one_cycle.hpp"
#include "coppice/step/block.hpp"
#include "coppice/trigger/accuracy_drop.hpp"

/// The recipes of the papers, each a composition and nothing more, and each open to another
/// learning rate than the paper's. Being templates, they are composed only where they are called.
namespace coppice::recipe {

/// Iterative Cost-Efficient Pruning: block by block, retraining only when the accuracy has dropped
/// by a threshold, with the layers frozen that hardly shift, at a rate that falls as pruning
/// proceeds. Hu, Gibson, Cano, "ICE-Pick", 2023. For `drive::in_steps`.
/// @param ratio  share of each inner layer's filters that go, in [0, 1)
template <lr::policy Rate = lr::pruning_aware>
[[nodiscard]] auto ice_pick(
    double ratio, trigger::accuracy_drop threshold = {}, freeze::weight_shift freezing = {},
    Rate rate = {}) {
    return compose(
        granularity::filter{}, score::l1{}, step::block{.ratio = ratio}, threshold, freezing, rate);
}

/// What ICE-Pick is measured against: the same steps, retraining after every one of them,
/// everything trainable, at a fixed rate. For `drive::in_steps`.
template <lr::policy Rate = lr::constant>
[[nodiscard]] auto naive_iterative(double ratio, Rate rate = {}) {
    return compose(
        granularity::filter{}, score::l1{}, step::block{.ratio = ratio}, trigger::always{}, rate);
}

/// One-Cycle Pruning: single weights, layer by layer, along a sigmoid while training from scratch.
/// Hubens et al., "One-Cycle Pruning". For `drive::while_training` and `drive::session`.
/// @param target  sparsity at the end of training, in [0, 1)
template <lr::policy Rate = lr::warmup_decay>
[[nodiscard]] auto one_cycle(double target, Rate rate = {}) {
    return compose(granularity::weight{}, score::l1{}, schedule::one_cycle{.target = target}, rate);
}

/// Automated gradual pruning from 20% of the training on. Zhu & Gupta, 2017.
template <lr::policy Rate = lr::warmup_decay>
[[nodiscard]] auto agp(double target, Rate rate = {}) {
    return compose(granularity::weight{}, score::l1{}, schedule::agp{.target = target}, rate);
}

/// Everything at 40% of the training.
template <lr::policy Rate = lr::warmup_decay>
[[nodiscard]] auto one_shot(double target, Rate rate = {}) {
    return compose(granularity::weight{}, score::l1{}, schedule::one_shot{.target = target}, rate);
}

/// Three equal steps from 20% of the training on.
template <lr::policy Rate = lr::warmup_decay>
[[nodiscard]] auto iterative(double target, Rate rate = {}) {
    return compose(granularity::weight{}, score::l1{}, schedule::iterative{.target = target}, rate);
}

} // namespace coppice::recipe
