#pragma once

#include "coppice/drive/outcome.hpp"
#include "coppice/metric/accuracy.hpp"
#include "coppice/metric/size.hpp"

#include <string>
#include <vector>

namespace coppice::drive {

/// Wall-clock seconds spent on each part of the work.
struct seconds {
    double prune = 0;    ///< scoring, selecting, masking
    double evaluate = 0; ///< where a decision needed an accuracy
    double retrain = 0;
    double probe = 0; ///< the freezing policy's rehearsal

    [[nodiscard]] constexpr double total() const { return prune + evaluate + retrain + probe; }

    constexpr seconds& operator+=(const seconds& other) {
        prune += other.prune;
        evaluate += other.evaluate;
        retrain += other.retrain;
        probe += other.probe;
        return *this;
    }
};

/// What one step did.
struct step_report {
    index number = 0;         ///< from 1
    index steps = 0;          ///< in all
    std::string name = {};    ///< of the block, the layer, the round
    double remaining = 1;     ///< share of weights left: see pruner::remaining
    metric::size size = {};   ///< of the model, were it physically shrunk
    metric::size masked = {}; ///< of the model as it is, masked: see pruner::masked_size
    /// After pruning, before retraining: of as many answers as settled whether to retrain (see
    /// drive::evaluates_until), empty if nothing asked for it.
    metric::accuracy before = {};
    /// What the stop rule was told: after retraining, if there was any. Empty if the rule asks for
    /// no accuracy.
    metric::accuracy after = {};
    bool retrained = false;
    double rate = 0; ///< learning rate at the start of the retraining
    seconds spent = {};
    std::vector<outcome> layers = {}; ///< that this step covered and could prune
};

/// What a whole run has done.
struct run_report {
    metric::accuracy original = {}; ///< of the unpruned model; empty if nothing asked for it
    std::vector<int> frozen = {};   ///< layers
    std::vector<step_report> steps = {};
    std::vector<kept_whole> left_alone = {};
    seconds spent = {};
    bool stopped = false; ///< whether the stop rule was satisfied after the last step taken
};

} // namespace coppice::drive
