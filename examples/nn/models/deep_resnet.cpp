#include "nn/models/deep_resnet.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace nn {
namespace {

/// The convolutions of a block's main path, with batch norm after each and relu between them.
struct path {
    std::vector<convolution_options> convolutions;
};

path basic_path(std::size_t width, std::size_t stride) {
    return {
        {{.out = width, .kernel = 3, .stride = stride, .padding = 1},
         {.out = width, .kernel = 3, .padding = 1}}};
}

path bottleneck_path(std::size_t width, std::size_t stride) {
    return {
        {{.out = width},
         {.out = width, .kernel = 3, .stride = stride, .padding = 1},
         {.out = 4 * width}}};
}

/// "stage2.block1.conv3".
std::string layer_name(const std::string& block, const char* kind, std::size_t number) {
    std::string name = block;
    return name.append(kind).append(std::to_string(number));
}

node_id
add_block(model& to, const std::string& name, node_id from, const path& main, std::size_t stride) {
    network& net = to.net;
    block made{name, {}};
    node_id x = from;
    for (const convolution_options& options : main.convolutions) {
        if (!made.layers.empty()) {
            x = net.relu(x);
        }
        const std::size_t number = made.layers.size() + 1;
        x = net.convolution(layer_name(name, ".conv", number), x, options);
        made.layers.push_back(x);
        x = net.batch_norm(layer_name(name, ".bn", number), x);
    }
    node_id shortcut = from;
    if (net[from].output != net[x].output) {
        shortcut = net.convolution(
            name + ".shortcut", from, {.out = net[x].output.channels, .stride = stride});
        shortcut = net.batch_norm(name + ".shortcut.bn", shortcut);
    }
    to.blocks.push_back(std::move(made));
    return net.relu(net.add(x, shortcut));
}

node_id add_stem(network& net) {
    constexpr std::size_t large = 64;
    const image_shape& image = net[net.input()].output;
    if (std::min(image.height, image.width) < large) {
        const node_id stem =
            net.convolution("stem", net.input(), {.out = 64, .kernel = 3, .padding = 1});
        return net.relu(net.batch_norm("stem.bn", stem));
    }
    const node_id stem =
        net.convolution("stem", net.input(), {.out = 64, .kernel = 7, .stride = 2, .padding = 3});
    return net.max_pool(
        net.relu(net.batch_norm("stem.bn", stem)), {.kernel = 3, .stride = 2, .padding = 1});
}

model four_stages(
    const std::array<std::size_t, 4>& depths, path (*path_of)(std::size_t, std::size_t),
    const image_shape& input, std::size_t classes, std::uint64_t seed) {
    model made{network(input, seed), {}};
    node_id x = add_stem(made.net);
    std::size_t width = 64;
    for (std::size_t stage = 1; stage <= depths.size(); ++stage, width *= 2) {
        for (std::size_t number = 1; number <= depths[stage - 1]; ++number) {
            std::string name = "stage";
            name.append(std::to_string(stage)).append(".block").append(std::to_string(number));
            const std::size_t stride = stage > 1 && number == 1 ? 2 : 1;
            x = add_block(made, name, x, path_of(width, stride), stride);
        }
    }
    made.net.dense("fc", made.net.global_average_pool(x), {.out = classes});
    return made;
}

} // namespace

model resnet18(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    return four_stages({2, 2, 2, 2}, basic_path, input, classes, seed);
}

model resnet50(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    return four_stages({3, 4, 6, 3}, bottleneck_path, input, classes, seed);
}

} // namespace nn
