#pragma once

#include "coppice/metric/accuracy.hpp"

#include <concepts>

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
///         void train_epoch(auto& guide);                   // one pass over the training set
///         coppice::metric::accuracy evaluate();            // on the validation split
///         snapshot save();                                 // weights, statistics, all that trains
///         void restore(const snapshot&);
///         void reset_optimiser();                          // momentum and the like start anew
///     };
///
/// In `train_epoch`, before a step of the optimiser: `guide.rate(done)`, with `done` in [0, 1) the
/// share of the epoch's steps taken; layers for which `guide.frozen(layer)` holds are not trained,
/// their normalisation's scale and shift neither. After the step: `guide.after_step(done)`, with
/// `done` in (0, 1], 1 after the last. Layers are numbered as in the model's description. A trainer
/// may end a driver's run by throwing: the weights stay as they are, and the masks too where the
/// host holds the driver itself (a session, a stepper).
template <class H>
concept trainer = requires(H& host, guide_archetype& guide) {
    host.train_epoch(guide);
    { host.evaluate() } -> std::same_as<metric::accuracy>;
    host.restore(host.save());
    host.reset_optimiser();
};

} // namespace coppice::drive
