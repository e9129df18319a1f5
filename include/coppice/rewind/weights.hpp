#pragma once

#include "coppice/rewind/concept.hpp"

namespace coppice::rewind {

/// Weights rewinding: the weights that are kept, the running statistics and the optimiser go back
/// to what they were after epoch `to` of the original training of `of` epochs, and the learning
/// rate to what it was then; `of - to` epochs follow. However often it is done, the weights are
/// always those of the original, dense training. Frankle et al., "Linear Mode Connectivity and the
/// Lottery Ticket Hypothesis", ICML 2020; Renda, Frankle, Carbin, "Comparing Rewinding and
/// Fine-tuning in Neural Network Pruning", ICLR 2020.
///
/// Asks the host for `rewind(epoch)`: see coppice/drive/trainer.hpp.
struct weights {
    using role = coppice::role::rewind;
    static constexpr start begins = start::earlier;

    int to = 5; ///< epochs done (the papers' k), in [0, of)
    int of = 6; ///< epochs of the original training (T), at least 1

    void validate() const { stretch{to, of}.validate("rewind::weights"); }

    /// @throws coppice::error unless `epochs` is of - to, 1, or 0 for a trigger that never fires
    [[nodiscard]] stretch retraining(int epochs) const {
        const stretch part{to, of};
        part.admit("rewind::weights", epochs);
        return part;
    }
};

} // namespace coppice::rewind
