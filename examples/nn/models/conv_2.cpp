#include "nn/models/conv_2.hpp"

namespace nn {

model conv_2(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    network net(input, seed);
    const convolution_options wide{.out = 64, .kernel = 3, .padding = 1, .bias = true};
    node_id x = net.relu(net.convolution("conv1", net.input(), wide));
    x = net.relu(net.convolution("conv2", x, wide));
    x = net.flatten(net.max_pool(x, {.kernel = 2, .stride = 2}));
    x = net.relu(net.dense("fc1", x, {.out = 256}));
    x = net.relu(net.dense("fc2", x, {.out = 256}));
    net.dense("fc3", x, {.out = classes});
    return {std::move(net), {}};
}

} // namespace nn
