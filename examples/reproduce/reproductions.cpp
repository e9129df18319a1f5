#include "reproduce/reproductions.hpp"

#include <algorithm>
#include <stdexcept>

#include "reproduce/iap_accuracy.hpp"
#include "reproduce/iap_rewind.hpp"

namespace reproduce {

const std::vector<reproduction>& reproductions() {
    static const std::vector<reproduction> all = {
        {"iap-accuracy",
         "ILP, IAP and AIAP: accuracy of LeNet-300-100 on MNIST over the parameters left",
         iap_accuracy},
        {"iap-rewind",
         "IAP: accuracy of LeNet-300-100 on MNIST, and its stability, over the rewind point",
         iap_rewind}};
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
