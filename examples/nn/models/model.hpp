#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nn/network.hpp"

namespace nn {

/// Convolutions of one residual block's main path, first to last; the last one gives the block its
/// width.
struct block {
    std::string name;
    std::vector<node_id> layers;
};

/// A network and its residual blocks, first to last; without blocks where it is plain.
struct model {
    network net;
    std::vector<block> blocks;
};

/// Builds a model by its name, for images of any extents and any number of classes:
/// "lenet_300_100", "conv_2"; "resnet8", "resnet20", "resnet32", "resnet44", "resnet56",
/// "resnet110", "resnet152" (for small images, three stages); "resnet18", "resnet50" (four stages);
/// "vgg16", "mobilenet_v2". Throws std::invalid_argument, listing the names, for any other name.
[[nodiscard]] model make_model(
    std::string_view name, const image_shape& input, std::size_t classes, std::uint64_t seed);

/// The names that `make_model` knows.
[[nodiscard]] std::vector<std::string_view> model_names();

} // namespace nn
