#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"
#include "coppice/metric/accuracy.hpp"

namespace coppice::drive::detail {

/// @param fewest  answers
/// @throws coppice::error for counts that make no sense
inline void check(const metric::accuracy& counted, index fewest = 1) {
    if (counted.total < fewest || counted.correct < 0 || counted.correct > counted.total) {
        throw error(
            "evaluate", "accuracy", text(counted.correct) + " of " + text(counted.total),
            "a count of correct answers in [0, total], total being at least 1");
    }
}

/// The host's accuracy, over all ranks, of which one may have no answer. None is refused before all
/// have been asked, for the others would wait.
/// @param original  of the unpruned model on the same set; empty if it has not been measured
/// @throws coppice::error for counts that make no sense, or of another set than the original's
template <class Host, class Reduce>
[[nodiscard]] metric::accuracy
evaluate(Host& host, const Reduce& reduce, const metric::accuracy& original) {
    const metric::accuracy own = host.evaluate();
    const metric::accuracy all = {reduce.sum(own.correct), reduce.sum(own.total)};
    check(own, 0);
    check(all);
    if (original.total != 0 && all.total != original.total) {
        throw error(
            "evaluate", "number of answers", text(all.total),
            text(original.total) + " as for the original model");
    }
    return all;
}

} // namespace coppice::drive::detail
