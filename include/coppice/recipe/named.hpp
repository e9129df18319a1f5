#pragma once

#include "coppice/freeze/weight_shift.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/lr/constant.hpp"
#include "coppice/lr/pruning_aware.hpp"
#include "coppice/lr/warmup_decay.hpp"
#include "coppice/recipe/compose.hpp"
#include "coppice/rewind/weights.hpp"
#include "coppice/schedule/agp.hpp"
#include "coppice/schedule/iterative.hpp"
#include "coppice/schedule/one_cycle.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/select/adaptive_threshold.hpp"
#include "coppice/step/block.hpp"
#include "coppice/step/by_kind.hpp"
#include "coppice/stop/none.hpp"
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

/// Iterative pruning by the L1 norm of filters: in every round, of the m filters that each layer
/// has left, the ceil(p (m - 1)) with the lowest norm go; then weights, optimiser and schedule are
/// rewound and the rest of the original training is gone through again. The baseline of Zhao, Jain,
/// Zhao, "Iterative Activation-based Structured Pruning". For `drive::in_steps`.
/// @param round      p for each kind of layer, and the number of rounds
/// @param rewinding  rewind::weights (LeNets) or rewind::learning_rate (ResNet-50): epoch k of T
/// @param rate       of the original training, by its progress: a rewound one takes it up at k/T
/// @param enough     ends the rounds earlier
template <
    rewind::policy Rewinding = rewind::weights, lr::policy Rate = lr::constant,
    stop::policy Enough = stop::none>
[[nodiscard]] auto
ilp(step::by_kind round = {}, Rewinding rewinding = {}, Rate rate = {.base = 1.2e-3},
    Enough enough = {}) {
    return compose(
        granularity::filter{}, score::l1{}, select::local{}, round, trigger::always{}, rewinding,
        rate, enough);
}

/// The same by the filters' mean activation: IAP.
/// @param score  says by what the sums of the activations are divided
template <
    rewind::policy Rewinding = rewind::weights, lr::policy Rate = lr::constant,
    stop::policy Enough = stop::none>
[[nodiscard]] auto
iap(step::by_kind round = {}, Rewinding rewinding = {}, Rate rate = {.base = 1.2e-3},
    Enough enough = {}, score::activation_mean score = {}) {
    return compose(
        granularity::filter{}, score, select::local{}, round, trigger::always{}, rewinding, rate,
        enough);
}

/// The same for all filters whose mean activation is at most a threshold, which rises when a round
/// has removed too little: AIAP.
/// @param threshold  its rise, lambda, is in the unit that `score` divides to
/// @param rounds     at most so many
template <
    rewind::policy Rewinding = rewind::weights, lr::policy Rate = lr::constant,
    stop::policy Enough = stop::none>
[[nodiscard]] auto aiap(
    select::adaptive_threshold threshold = {}, int rounds = 10, Rewinding rewinding = {},
    Rate rate = {.base = 1.2e-3}, Enough enough = {}, score::activation_mean score = {}) {
    return compose(
        granularity::filter{}, score, threshold, step::model{.rounds = rounds}, trigger::always{},
        rewinding, rate, enough);
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

/// Lottery tickets under any schedule: single weights, layer by layer, along the schedule in every
/// round, and the weights rewound after it. With schedule::one_shot{.at = 1} it is iterative
/// magnitude pruning: Frankle & Carbin, "The Lottery Ticket Hypothesis", ICLR 2019; with others
/// Hubens et al., "One-Cycle Pruning". For `drive::tickets`.
/// @param schedule   from its initial sparsity to its target over all rounds, geometrically
/// @param rewinding  to epoch `to` of the `of` epochs of a training: 0 for the initialisation
template <schedule::policy Schedule, lr::policy Rate = lr::warmup_decay>
[[nodiscard]] auto
tickets(const Schedule& schedule, const rewind::weights& rewinding, Rate rate = {}) {
    return compose(granularity::weight{}, score::l1{}, schedule, rewinding, rate);
}

} // namespace coppice::recipe
