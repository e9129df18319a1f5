#pragma once

#include "coppice/core/view.hpp"
#include "coppice/metric/accuracy.hpp"

#include <concepts>
#include <cstdint>

namespace coppice::drive {

/// What a driver tells the host's trainer about the epoch it shall train, and learns from it. A
/// driver's own guide has the same members.
struct guide_archetype {
    [[nodiscard]] double rate(double) const { return 0; }  ///< learning rate of the next step
    [[nodiscard]] bool frozen(int) const { return false; } ///< is this layer to stay as it is?
    void after_step(double) const {}                       ///< the optimiser has taken a step
};

/// A host's trainer, as a driver calls it.
///
///     struct mine {
///         void train_epoch(auto& guide);        // one pass over the training set
///         coppice::metric::accuracy evaluate(); // on the validation split
///         snapshot save();                      // of weights, statistics and the optimiser
///         void restore(const snapshot&);
///         void reset_optimiser();               // momentum and the like start anew
///     };
///
/// In `train_epoch`, before a step of the optimiser: `guide.rate(done)`, with `done` in [0, 1) the
/// share of the epoch's steps taken; layers for which `guide.frozen(layer)` holds are not trained,
/// their normalisation's scale and shift neither. After the step: `guide.after_step(done)`, with
/// `done` in (0, 1], 1 after the last. Layers are numbered as in the model's description. A trainer
/// may end a driver's run by throwing: the weights stay as they are, and the masks too where the
/// host holds the driver itself (a session, a stepper). What threw in the middle of an epoch or a
/// step goes on only from a state that was saved before, by `restore`.
///
/// A stepper's guide has one more member, `guide.pruned()`: its pruner, whose masks stay as they
/// are while the epoch lasts. With it, a trainer may instead train a shrunk copy
/// (compact::make_plan), write the trained values back, and call `after_step(1)` once.
///
/// More functions are asked for by some recipes and by some measurements alone, see `rewinds`,
/// `shows_outputs`, `orders_data`, `interpolates` and `recomputes_statistics` below; one saves
/// time, see `evaluates_until`.
template <class H>
concept trainer = requires(H& host, guide_archetype& guide) {
    host.train_epoch(guide);
    { host.evaluate() } -> std::same_as<metric::accuracy>;
    host.restore(host.save());
    host.reset_optimiser();
};

/// A trainer that can go back to an epoch of its original training, for recipes with
/// rewind::weights:
///
///     void rewind(int epoch);   // weights, statistics and optimiser as after `epoch` epochs of it
///
/// The original training is that of the whole model, unpruned; `drive::train` is one. The host
/// keeps what it needs to go back, where it likes, and throws for an epoch that it has not kept.
template <class H>
concept rewinds = requires(H& host, int epoch) {
    host.rewind(epoch);
};

/// A trainer that can stop counting answers before all are given:
///
///     coppice::metric::accuracy evaluate(const auto& enough);   // on the validation split
///
/// asks `enough(so_far)` whenever it likes, say before or after every batch, and as soon as that is
/// true, which it never is before the first answer, returns the accuracy so far. A driver calls it
/// where a decision needs to know no more than whether a trigger fires (trigger::monotone); the
/// decision is the same.
template <class H>
concept evaluates_until = requires(H& host, bool (*const enough)(const metric::accuracy&)) {
    { host.evaluate(enough) } -> std::same_as<metric::accuracy>;
};

/// What a driver hands to `calibrate`, to be shown outputs. A driver's own has the same members.
template <element T>
struct viewer_archetype {
    [[nodiscard]] bool wants(int) const { return true; } ///< shall this layer's output be shown?
    void add(int, const view<const T>&) {} ///< a layer's output: images x filters [x extents]
};

/// A trainer that shows what its layers put out, for recipes whose score reads that
/// (score::activation_mean):
///
///     void calibrate(auto& viewer);
///
/// runs a calibration set, the same training images every time, through the network in evaluation
/// mode, in one batch or several, and for each layer that `viewer.wants` calls `viewer.add(layer,
/// output)` once a batch. The output is taken after the non-linearity that follows the layer (and
/// its normalisation), in the backend's memory. Where several ranks train, all show the same
/// images.
template <class H, class T>
concept shows_outputs = requires(H& host, viewer_archetype<T>& viewer) {
    host.calibrate(viewer);
};

/// A trainer whose order of the data can be chosen, for `drive::instability`:
///
///     void order_data(std::uint64_t seed);
///
/// From here on `train_epoch` goes through the training set, and draws whatever else is random, in
/// the way that this seed gives, from its first epoch on.
template <class H>
concept orders_data = requires(H& host, std::uint64_t seed) {
    host.order_data(seed);
};

/// A trainer that can stand between two of its snapshots, for `drive::path_between`:
///
///     void interpolate(const snapshot& from, const snapshot& to, double share);
///
/// sets every weight, bias, scale, shift and running statistic to (1 - share) from + share to.
template <class H>
concept interpolates = trainer<H> && requires(H& host, double share) {
    host.interpolate(host.save(), host.save(), share);
};

/// A trainer that can take the running statistics of its normalisations anew, where a measurement
/// asks for it:
///
///     void recompute_statistics();
///
/// sets them to what training images, the same ones every time, give under the weights at hand.
template <class H>
concept recomputes_statistics = requires(H& host) {
    host.recompute_statistics();
};

} // namespace coppice::drive
