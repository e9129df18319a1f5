#pragma once

#include "coppice/drive/detail/require_told.hpp"
#include "coppice/rewind/stretch.hpp"

namespace coppice::drive::detail {

/// Trains for one epoch of a part of a training while a session prunes: to the session, the part is
/// all.
/// @param part   of the training that the learning rate belongs to
/// @param epoch  of the part, from 0
/// @param where  the driver that asks
/// @throws coppice::error as the session does, and if the trainer does not tell of all its steps
template <class Session, class Host>
void train_pruning_epoch(
    Session& pruning, Host& host, const rewind::stretch& part, int epoch, const char* where) {
    struct {
        Session& pruning;
        rewind::stretch part;
        int epoch;
        double told = 0; ///< share of the epoch

        [[nodiscard]] double rate(double done) const {
            return pruning.rate((part.from + epoch + done) / part.of);
        }
        [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
        void after_step(double done) {
            pruning.after_step((epoch + done) / part.epochs());
            told = done;
        }
    } guide{pruning, part, epoch};

    host.train_epoch(guide);
    require_told(guide.told, where);
}

} // namespace coppice::drive::detail
