#pragma once

#include "reproduce/ice_run.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ice_runs {

/// A run with 10 seconds a retraining, 1 for pruning and 2 for evaluation; of 1000 answers 820 were
/// right before it.
inline reproduce::ice_run made(
    const std::string& method, double ratio, std::uint64_t seed, coppice::index correct,
    coppice::index retrained) {
    return {
        .network = "ResNet-20",
        .method = method,
        .ratio = ratio,
        .seed = seed,
        .dense = {820, 1000},
        .test = {correct, 1000},
        .steps = 9,
        .retrained = retrained,
        .spent = {.prune = 1, .evaluate = 2, .retrain = 10 * static_cast<double>(retrained)},
        .answers = 50,
        .questions = 100,
        .saved_by_size = 2,
        .settings = {}};
}

/// Naive pruning, and ICE-Pruning with 4 seconds of tuning, half a point below it and three times
/// retrained at 8 seconds; once more at a fixed rate.
inline std::vector<reproduce::ice_run> two_seeds() {
    std::vector<reproduce::ice_run> runs;
    for (const std::uint64_t seed : {1U, 2U}) {
        for (const double ratio : {0.4, 0.6}) {
            const auto answers = static_cast<coppice::index>(799 + seed);
            runs.push_back(made("naive", ratio, seed, answers, 9));
            reproduce::ice_run tuned = made("ICE-Pruning", ratio, seed, answers - 5, 3);
            tuned.spent.retrain = 24;
            tuned.spent.probe = 9;
            tuned.tuning = 4;
            tuned.settings = "threshold 5";
            runs.push_back(tuned);
            runs.push_back(made("fixed rate", ratio, seed, answers - 10, 5));
        }
    }
    return runs;
}

} // namespace ice_runs
