#pragma once

#include "coppice/rewind/concept.hpp"

namespace coppice::rewind {

/// Learning-rate rewinding: weights and optimiser go on as they are, and the learning rate goes
/// back to what it was after epoch `to` of the original training of `of` epochs; `of - to` epochs
/// follow. Renda, Frankle, Carbin, "Comparing Rewinding and Fine-tuning in Neural Network Pruning",
/// ICLR 2020.
struct learning_rate {
    using role = coppice::role::rewind;
    static constexpr start begins = start::onward;

    int to = 5; ///< epochs done (the papers' k), in [0, of)
    int of = 6; ///< epochs of the original training (T), at least 1

    void validate() const { stretch{to, of}.validate("rewind::learning_rate"); }

    /// @throws coppice::error unless `epochs` is of - to, 1, or 0 for a trigger that never fires
    [[nodiscard]] stretch retraining(int epochs) const {
        const stretch part{to, of};
        part.admit("rewind::learning_rate", epochs);
        return part;
    }
};

} // namespace coppice::rewind
