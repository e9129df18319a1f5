#pragma once

#include <coppice/metric/accuracy.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "reproduce/statistic.hpp"

namespace reproduce {

/// What training from scratch under a schedule made of one network.
struct pruned_run {
    std::string network;  ///< as the paper names it
    std::string schedule; ///< one of schedule_names, or "dense"
    double target = 0;    ///< sparsity asked for, in [0, 1)
    double sparsity = 0;  ///< sparsity reached: each layer rounds down
    int epochs = 0;       ///< the budget
    std::uint64_t seed = 1;
    coppice::metric::accuracy test; ///< on the test set, for the report alone
};

/// What runs have in common.
struct run_group {
    std::string network;
    std::string schedule;
    double target = 0;
    int epochs = 0;
};

/// Test accuracy in percent over the seeds of a group.
[[nodiscard]] statistic accuracies_of(const std::vector<pruned_run>& runs, const run_group& wanted);

/// How many points of accuracy one group is ahead of another, seed by seed.
[[nodiscard]] statistic
lead_of(const std::vector<pruned_run>& runs, const run_group& wanted, const run_group& over);

[[nodiscard]] nlohmann::json to_json(const std::vector<pruned_run>& runs);

} // namespace reproduce
