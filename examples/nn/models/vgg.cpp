#include "nn/models/vgg.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace nn {

model vgg16(const image_shape& input, std::size_t classes, std::uint64_t seed) {
    constexpr std::array<std::size_t, 13> widths{64,  64,  128, 128, 256, 256, 256,
                                                 512, 512, 512, 512, 512, 512};
    constexpr std::array<std::size_t, 5> pooled{2, 4, 7, 10, 13};
    network net(input, seed);
    node_id x = net.input();
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        x = net.convolution(
            "conv" + number, x, {.out = widths[i], .kernel = 3, .padding = 1, .bias = true});
        x = net.relu(net.batch_norm("bn" + number, x));
        const image_shape& image = net[x].output;
        const bool pools = std::find(pooled.begin(), pooled.end(), i + 1) != pooled.end();
        if (pools && std::min(image.height, image.width) >= 2) {
            x = net.max_pool(x, {.kernel = 2, .stride = 2});
        }
    }
    net.dense("fc", net.global_average_pool(x), {.out = classes});
    return {std::move(net), {}};
}

} // namespace nn
