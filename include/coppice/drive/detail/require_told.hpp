#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <string>

namespace coppice::drive::detail {

/// Refuses an epoch of which the trainer has not told all steps: what was pruned would be trained
/// again in those it kept to itself.
/// @param told   share of the epoch that the trainer's last after_step told of; 0 if it told of
///               none
/// @param where  the driver that asks
/// @throws coppice::error unless `told` is 1 or more
inline void require_told(double told, const std::string& where) {
    if (!(told >= 1 - count_tolerance)) {
        throw error(
            where, "share of the epoch that the trainer's last after_step told of", text(told),
            "1: count the steps of an epoch, the last partial batch included");
    }
}

} // namespace coppice::drive::detail
