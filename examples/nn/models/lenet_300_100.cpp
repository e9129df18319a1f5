#include "nn/models/lenet_300_100.hpp"

namespace nn {

model lenet_300_100(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    network net(input, seed);
    node_id x = net.flatten(net.input());
    x = net.relu(net.dense("fc1", x, {.out = 300}));
    x = net.relu(net.dense("fc2", x, {.out = 100}));
    net.dense("fc3", x, {.out = classes});
    return {std::move(net), {}};
}

} // namespace nn
