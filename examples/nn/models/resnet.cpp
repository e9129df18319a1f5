#include "nn/models/resnet.hpp"

#include <stdexcept>
#include <string>

namespace nn {
namespace {

/// "stage2.block1".
std::string block_name(std::size_t stage, std::size_t number) {
    std::string name = "stage";
    return name.append(std::to_string(stage)).append(".block").append(std::to_string(number));
}

/// Adds a residual block of this width to the model; returns its output.
node_id
add_block(model& to, const std::string& name, node_id from, std::size_t width, std::size_t stride) {
    network& net = to.net;
    const node_id conv1 = net.convolution(
        name + ".conv1", from, {.out = width, .kernel = 3, .stride = stride, .padding = 1});
    const node_id inner = net.relu(net.batch_norm(name + ".bn1", conv1));
    const node_id conv2 =
        net.convolution(name + ".conv2", inner, {.out = width, .kernel = 3, .padding = 1});
    const node_id main = net.batch_norm(name + ".bn2", conv2);
    node_id shortcut = from;
    if (net[from].output != net[main].output) {
        shortcut = net.convolution(name + ".shortcut", from, {.out = width, .stride = stride});
        shortcut = net.batch_norm(name + ".shortcut.bn", shortcut);
    }
    to.blocks.push_back({name, {conv1, conv2}});
    return net.relu(net.add(main, shortcut));
}

} // namespace

model resnet(std::size_t depth, const image_shape& input, std::size_t classes, std::uint64_t seed) {
    if (depth < 8 || depth % 6 != 2) {
        throw std::invalid_argument(
            "resnet: depth is " + std::to_string(depth) + ", expected 6 n + 2 with n at least 1");
    }
    model made{network(input, seed), {}};
    node_id x =
        made.net.convolution("stem", made.net.input(), {.out = 16, .kernel = 3, .padding = 1});
    x = made.net.relu(made.net.batch_norm("stem.bn", x));
    std::size_t width = 16;
    for (std::size_t stage = 1; stage <= 3; ++stage, width *= 2) {
        for (std::size_t number = 1; number <= (depth - 2) / 6; ++number) {
            const std::size_t stride = stage > 1 && number == 1 ? 2 : 1;
            x = add_block(made, block_name(stage, number), x, width, stride);
        }
    }
    made.net.dense("fc", made.net.global_average_pool(x), {.out = classes});
    return made;
}

} // namespace nn
