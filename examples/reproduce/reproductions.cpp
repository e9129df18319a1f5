#include "reproduce/reproductions.hpp"

#include <algorithm>
#include <stdexcept>

#include "reproduce/iap_accuracy.hpp"
#include "reproduce/iap_rewind.hpp"
#include "reproduce/one_cycle_accuracy.hpp"
#include "reproduce/one_cycle_budget.hpp"
#include "reproduce/tickets.hpp"

namespace reproduce {

const std::vector<reproduction>& reproductions() {
    static const std::vector<reproduction> all = {
        {"iap-accuracy",
         "ILP, IAP and AIAP: accuracy of LeNet-300-100 on MNIST over the parameters left", "mnist",
         iap_accuracy},
        {"iap-rewind",
         "IAP: accuracy of LeNet-300-100 on MNIST, and its stability, over the rewind point",
         "mnist", iap_rewind},
        {"one-cycle-accuracy",
         "One-Cycle Pruning: accuracy of the four schedules on CIFAR-10 at 80, 90 and 95%",
         "cifar10", one_cycle_accuracy},
        {"one-cycle-budget",
         "One-Cycle Pruning: the budget that each schedule needs for an accuracy at 95%", "cifar10",
         one_cycle_budget},
        {"tickets",
         "One-Cycle Pruning: lottery tickets of the four schedules, their accuracy and instability",
         "cifar10", tickets}};
    return all;
}

const reproduction& find_reproduction(const std::string& name) {
    const auto& all = reproductions();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const reproduction& each) { return each.name == name; });
    if (found == all.end()) {
        std::string known;
        for (const reproduction& each : all) {
            known.append(known.empty() ? "" : ", ").append(each.name);
        }
        throw std::invalid_argument("figure: found \"" + name + "\", expected one of " + known);
    }
    return *found;
}

} // namespace reproduce
