#include "reproduce/ice_run.hpp"

#include <algorithm>
#include <set>

#include "reproduce/document.hpp"

namespace reproduce {

namespace {

bool is_of(const ice_run& run, const ice_group& wanted) {
    return run.network == wanted.network && run.method == wanted.method &&
           run.ratio == wanted.ratio;
}

} // namespace

statistic over_seeds(
    const std::vector<ice_run>& runs, const ice_group& wanted,
    const std::function<double(const ice_run&)>& number) {
    statistic over;
    for (const ice_run& run : runs) {
        if (is_of(run, wanted)) {
            over.add(number(run));
        }
    }
    return over;
}

statistic against(
    const std::vector<ice_run>& runs, const ice_group& wanted, const std::string& other,
    const std::function<double(const ice_run&, const ice_run&)>& number) {
    statistic over;
    for (const ice_run& run : runs) {
        const auto base = std::find_if(runs.begin(), runs.end(), [&](const ice_run& one) {
            return one.seed == run.seed && is_of(one, {wanted.network, other, wanted.ratio});
        });
        if (is_of(run, wanted) && base != runs.end()) {
            over.add(number(run, *base));
        }
    }
    return over;
}

double points_ahead(const ice_run& run, const ice_run& other) {
    return run.test.percent() - other.test.percent();
}

report::series over_ratios(
    const std::vector<ice_run>& runs, const std::string& network, const std::string& name,
    const std::function<double(double ratio)>& number) {
    report::series line{.name = name, .x = {}, .y = {}};
    for (const double ratio : ratios_of(runs, network)) {
        line.x.push_back(100 * ratio);
        line.y.push_back(number(ratio));
    }
    return line;
}

std::vector<double> ratios_of(const std::vector<ice_run>& runs, const std::string& network) {
    std::set<double> ratios;
    for (const ice_run& run : runs) {
        if (run.network == network) {
            ratios.insert(run.ratio);
        }
    }
    return {ratios.begin(), ratios.end()};
}

std::vector<std::string> networks_of(const std::vector<ice_run>& runs) {
    std::vector<std::string> networks;
    for (const ice_run& run : runs) {
        if (std::find(networks.begin(), networks.end(), run.network) == networks.end()) {
            networks.push_back(run.network);
        }
    }
    return networks;
}

nlohmann::json to_json(const std::vector<ice_run>& runs) {
    nlohmann::json all = nlohmann::json::array();
    for (const ice_run& run : runs) {
        all.push_back(
            {{"network", run.network},
             {"method", run.method},
             {"ratio", run.ratio},
             {"seed", run.seed},
             {"dense", to_json(run.dense)},
             {"test", to_json(run.test)},
             {"steps", run.steps},
             {"retrained", run.retrained},
             {"seconds",
              {{"prune", run.spent.prune},
               {"evaluate", run.spent.evaluate},
               {"retrain", run.spent.retrain},
               {"rehearsal", run.spent.probe},
               {"tuning", run.tuning}}},
             {"answers", run.answers},
             {"questions", run.questions},
             {"saved_by_size", run.saved_by_size},
             {"settings", run.settings}});
    }
    return all;
}

} // namespace reproduce
