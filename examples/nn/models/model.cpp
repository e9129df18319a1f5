#include "nn/models/model.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "nn/models/conv_2.hpp"
#include "nn/models/deep_resnet.hpp"
#include "nn/models/lenet_300_100.hpp"
#include "nn/models/mobilenet_v2.hpp"
#include "nn/models/resnet.hpp"
#include "nn/models/vgg.hpp"

namespace nn {
namespace {

using builder = model (*)(const image_shape& input, std::size_t classes, std::uint64_t seed);

struct entry {
    std::string_view name;
    builder build;
};

template <std::size_t Depth>
model resnet_of(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    return resnet(Depth, input, classes, seed);
}

constexpr std::array table{
    entry{"lenet_300_100", lenet_300_100}, entry{"conv_2", conv_2},
    entry{"resnet8", resnet_of<8>},        entry{"resnet20", resnet_of<20>},
    entry{"resnet32", resnet_of<32>},      entry{"resnet44", resnet_of<44>},
    entry{"resnet56", resnet_of<56>},      entry{"resnet110", resnet_of<110>},
    entry{"resnet152", resnet_of<152>},    entry{"resnet18", resnet18},
    entry{"resnet50", resnet50},           entry{"vgg16", vgg16},
    entry{"mobilenet_v2", mobilenet_v2}};

} // namespace

std::vector<std::string_view> model_names() {
    std::vector<std::string_view> names;
    names.reserve(table.size());
    for (const entry& one : table) {
        names.push_back(one.name);
    }
    return names;
}

model make_model(
    std::string_view name, const image_shape& input, std::size_t classes, std::uint64_t seed) {
    const auto* const found = std::find_if(
        table.begin(), table.end(), [&](const entry& one) { return one.name == name; });
    if (found != table.end()) {
        return found->build(input, classes, seed);
    }
    std::string known;
    for (const entry& one : table) {
        known.append(known.empty() ? "" : ", ").append(one.name);
    }
    throw std::invalid_argument(
        "model: found \"" + std::string(name) + "\", expected one of " + known);
}

} // namespace nn
