#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"
#include "coppice/metric/accuracy.hpp"

namespace coppice::drive::detail {

/// @throws coppice::error for counts that make no sense
inline void check(const metric::accuracy& counted) {
    if (counted.total < 1 || counted.correct < 0 || counted.correct > counted.total) {
        throw error(
            "evaluate", "accuracy", text(counted.correct) + " of " + text(counted.total),
            "a count of correct answers in [0, total], total being at least 1");
    }
}

/// The host's accuracy, over all ranks.
/// @param original  of the unpruned model on the same set; empty if it has not been measured
/// @throws coppice::error for counts that make no sense, or of another set than the original's
template <class Host, class Reduce>
[[nodiscard]] metric::accuracy
evaluate(Host& host, const Reduce& reduce, const metric::accuracy& original) {
    const metric::accuracy own = host.evaluate();
    check(own);
    const metric::accuracy all = {reduce.sum(own.correct), reduce.sum(own.total)};
    if (original.total != 0 && all.total != original.total) {
        throw error(
            "evaluate", "number of answers", text(all.total),
            text(original.total) + " as for the original model");
    }
    return all;
}

} // namespace coppice::drive::detail
