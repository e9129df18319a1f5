#include "reproduce/pruned_run.hpp"

#include "reproduce/document.hpp"

namespace reproduce {

namespace {

bool belongs(const pruned_run& run, const run_group& wanted) {
    return run.network == wanted.network && run.schedule == wanted.schedule &&
           run.target == wanted.target && run.epochs == wanted.epochs;
}

} // namespace

statistic accuracies_of(const std::vector<pruned_run>& runs, const run_group& wanted) {
    statistic over;
    for (const pruned_run& run : runs) {
        if (belongs(run, wanted)) {
            over.add(run.test.percent());
        }
    }
    return over;
}

statistic
lead_of(const std::vector<pruned_run>& runs, const run_group& wanted, const run_group& over) {
    statistic lead;
    for (const pruned_run& run : runs) {
        for (const pruned_run& other : runs) {
            if (run.seed == other.seed && belongs(run, wanted) && belongs(other, over)) {
                lead.add(run.test.percent() - other.test.percent());
            }
        }
    }
    return lead;
}

nlohmann::json to_json(const std::vector<pruned_run>& runs) {
    nlohmann::json all = nlohmann::json::array();
    for (const pruned_run& run : runs) {
        all.push_back(
            {{"network", run.network},
             {"schedule", run.schedule},
             {"target", run.target},
             {"sparsity", run.sparsity},
             {"epochs", run.epochs},
             {"seed", run.seed},
             {"test", to_json(run.test)}});
    }
    return all;
}

} // namespace reproduce
