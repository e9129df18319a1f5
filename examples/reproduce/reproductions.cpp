#include "reproduce/reproductions.hpp"

#include <algorithm>
#include <stdexcept>

#include "report/text.hpp"
#include "reproduce/iap_accuracy.hpp"
#include "reproduce/iap_rewind.hpp"
#include "reproduce/ice_pick_rate.hpp"
#include "reproduce/ice_pick_time.hpp"
#include "reproduce/ice_pruning.hpp"
#include "reproduce/one_cycle_accuracy.hpp"
#include "reproduce/one_cycle_budget.hpp"
#include "reproduce/sensitivity.hpp"
#include "reproduce/tickets.hpp"

namespace reproduce {

const std::vector<reproduction>& reproductions() {
    static const std::vector<reproduction> all = {
        {"iap-accuracy",
         "ILP, IAP and AIAP: accuracy of LeNet-300-100 on MNIST over the parameters left", "mnist",
         iap_accuracy},
        {"iap-lenet-5",
         "ILP, IAP and AIAP: the same of the paper's LeNet-5 on CIFAR-10, with two ways to rewind",
         "cifar10", iap_lenet_5},
        {"iap-resnet-50",
         "ILP, IAP and AIAP: the same of ResNet-50 on ImageNet; at the small scale a ResNet-20 on "
         "CIFAR-10",
         "cifar10", iap_resnet_50, "imagenet"},
        {"iap-rewind",
         "IAP: accuracy of LeNet-300-100 on MNIST, and its stability, over the rewind point",
         "mnist", iap_rewind},
        {"ice-pick-time",
         "ICE-Pick: time saved against naive iterative pruning on CIFAR-10, and accuracy",
         "cifar10", ice_pick_time},
        {"ice-pick-rate",
         "ICE-Pick: a fixed learning rate on CIFAR-10 against the one that falls by Eq. 1",
         "cifar10", ice_pick_rate},
        {"ice-pruning",
         "ICE-Pruning: how much faster than naive on CIFAR-10, its tuning counted, and why",
         "cifar10", ice_pruning},
        {"sensitivity", "what each layer of ICE-Pick's networks costs on CIFAR-10, pruned alone",
         "cifar10", sensitivity},
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
        std::vector<std::string> known;
        for (const reproduction& each : all) {
            known.push_back(each.name);
        }
        throw std::invalid_argument(
            "figure: found \"" + name + "\", expected one of " + report::joined(known));
    }
    return *found;
}

} // namespace reproduce
