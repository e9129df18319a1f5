#include "nn/models/mobilenet_v2.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace nn {
namespace {

/// A row of the paper's table 2.
struct stage {
    std::size_t expansion;
    std::size_t width;
    std::size_t blocks;
    std::size_t stride;
};

constexpr std::array<stage, 7> stages{
    {{1, 16, 1, 1},
     {6, 24, 2, 2},
     {6, 32, 3, 2},
     {6, 64, 4, 2},
     {6, 96, 3, 1},
     {6, 160, 3, 2},
     {6, 320, 1, 1}}};

/// A convolution with batch norm; returns the normalised output.
node_id normalised(
    network& net, const std::string& name, node_id from, const convolution_options& options) {
    return net.batch_norm(name + ".bn", net.convolution(name, from, options));
}

node_id
add_block(model& to, const std::string& name, node_id from, const stage& of, std::size_t stride) {
    network& net = to.net;
    const std::size_t width = of.expansion * net[from].output.channels;
    std::vector<std::string> names;
    node_id x = from;
    if (of.expansion > 1) {
        names.push_back(name + ".expand");
        x = net.relu6(normalised(net, names.back(), x, {.out = width}));
    }
    names.push_back(name + ".depthwise");
    x = net.relu6(normalised(
        net, names.back(), x,
        {.out = width, .kernel = 3, .stride = stride, .padding = 1, .groups = width}));
    names.push_back(name + ".project");
    x = normalised(net, names.back(), x, {.out = of.width});
    block made{name, {}};
    for (const std::string& layer : names) {
        made.layers.push_back(net.find(layer));
    }
    to.blocks.push_back(std::move(made));
    return net[from].output == net[x].output ? net.add(x, from) : x;
}

} // namespace

model mobilenet_v2(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    const bool small = std::min(input.height, input.width) < 64;
    model made{network(input, seed), {}};
    network& net = made.net;
    const std::size_t first_stride = small ? 1 : 2;
    node_id x = net.relu6(normalised(
        net, "stem", net.input(), {.out = 32, .kernel = 3, .stride = first_stride, .padding = 1}));
    for (std::size_t s = 0; s < stages.size(); ++s) {
        for (std::size_t number = 1; number <= stages[s].blocks; ++number) {
            std::string name = "stage";
            name.append(std::to_string(s + 1)).append(".block").append(std::to_string(number));
            const bool keeps = number > 1 || (small && s == 1);
            x = add_block(made, name, x, stages[s], keeps ? 1 : stages[s].stride);
        }
    }
    x = net.relu6(normalised(net, "head", x, {.out = 1280}));
    net.dense("fc", net.global_average_pool(x), {.out = classes});
    return made;
}

} // namespace nn
