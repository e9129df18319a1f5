#pragma once

#include "coppice/core/require.hpp"

#include <string>

namespace coppice::rewind {

/// The part of a training that a retraining goes through: what comes after epoch `from` of `of`
/// epochs, counted as epochs done.
struct stretch {
    int from = 0;
    int of = 1;

    [[nodiscard]] constexpr int epochs() const { return of - from; }

    /// Refuses what is no stretch: 0 <= from < of is asked.
    /// @param where  the policy whose `to` and `of` these are
    void validate(const std::string& where) const {
        require(of >= 1, where, "of", of, "at least 1");
        require(from >= 0 && from < of, where, "to", from, "in [0, of), of being " + text(of));
    }

    /// Refuses a trigger that asks for another number of epochs.
    /// @param asked  what the trigger says; 1, its default, goes with any stretch
    void admit(const std::string& where, int asked) const {
        require(
            asked <= 1 || asked == epochs(), where, "epochs that the trigger asks for", asked,
            (epochs() == 1 ? "" : text(epochs()) + " or ") +
                "1: a retraining that rewinds takes of - to epochs");
    }

    [[nodiscard]] friend constexpr bool operator==(const stretch&, const stretch&) = default;
};

} // namespace coppice::rewind
