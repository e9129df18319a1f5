#pragma once

#include <coppice/core/error.hpp>
#include <coppice/core/text.hpp>

#include <map>
#include <string>
#include <utility>

#include "nn/network.hpp"
#include "nn/optimiser/optimiser.hpp"

namespace trainer {

/// Everything that training changes in a network.
struct snapshot {
    nn::network_state weights;
    nn::optimiser_state slots;
};

/// Epochs of an original training, to go back to.
class history {
  public:
    /// @param epoch  epochs done; 0 before the first
    void keep(int epoch, snapshot then) { epochs_.insert_or_assign(epoch, std::move(then)); }

    /// @throws coppice::error for an epoch that was not kept, with those that were
    [[nodiscard]] const snapshot& at(int epoch) const {
        const auto found = epochs_.find(epoch);
        if (found == epochs_.end()) {
            std::string kept;
            for (const auto& [number, then] : epochs_) {
                kept.append(kept.empty() ? "" : ", ").append(coppice::text(number));
            }
            throw coppice::error(
                "rewind", "epoch", coppice::text(epoch),
                "one that was kept of the original training" +
                    (kept.empty() ? ", and none was" : ": " + kept));
        }
        return found->second;
    }

    /// All that were kept, by the number of epochs done.
    [[nodiscard]] const std::map<int, snapshot>& epochs() const { return epochs_; }

  private:
    std::map<int, snapshot> epochs_;
};

} // namespace trainer
