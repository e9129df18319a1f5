#pragma once

#include <coppice/drive/report.hpp>
#include <coppice/drive/stepper.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "trainer/describe.hpp"
#include "trainer/host.hpp"
#include "trainer/journal.hpp"
#include "trainer/run_state.hpp"

namespace trainer {

/// Writes down what a step-wise pruning does. The accuracies that the recipe did not ask for are
/// measured here, off the recipe's clock.
class watcher : public coppice::drive::observer {
  public:
    /// @param state  what it remembers: the caller's
    watcher(
        std::string recipe, std::uint64_t seed, host& host, const described& description,
        journal& log, std::vector<milestone>& milestones, watcher_state& state);

    void frozen(const coppice::drive::run_report& so_far);
    void pruned(const coppice::drive::step_report& step);
    void finished(const coppice::drive::step_report& step);

  private:
    std::string recipe_;
    std::uint64_t seed_;
    host& host_;
    const described& description_;
    journal& log_;
    std::vector<milestone>& milestones_;
    watcher_state& state_;
};

} // namespace trainer
