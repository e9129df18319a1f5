#include "trainer/watcher.hpp"

#include <utility>

namespace trainer {

watcher::watcher(
    std::string recipe, std::uint64_t seed, host& host, const described& description, journal& log,
    std::vector<milestone>& milestones, watcher_state& state)
    : recipe_(std::move(recipe)), seed_(seed), host_(host), description_(description), log_(log),
      milestones_(milestones), state_(state) {}

void watcher::frozen(const coppice::drive::run_report& so_far) {
    std::vector<std::string> names;
    for (const int layer : so_far.frozen) {
        names.push_back(description_.model.layer_at(layer).name);
    }
    state_.seconds += so_far.spent.total();
    log_.froze(seed_, names, so_far.spent.probe);
}

void watcher::pruned(const coppice::drive::step_report& step) {
    state_.before = step.before.total == host_.questions() ? step.before : host_.evaluate();
    host_.announce("  retraining after " + step.name);
}

void watcher::finished(const coppice::drive::step_report& step) {
    const coppice::metric::accuracy after = step.retrained ? host_.evaluate() : state_.before;
    state_.seconds += step.spent.total();
    log_.stepped(recipe_, seed_, step, state_.before, after);
    milestones_.push_back({recipe_, seed_, step.remaining, after.percent(), state_.seconds});
}

} // namespace trainer
