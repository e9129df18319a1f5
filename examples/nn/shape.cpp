#include "nn/shape.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>

namespace nn {

shape::shape(std::initializer_list<std::size_t> extents) : rank_(extents.size()) {
    if (extents.size() > max_rank) {
        throw std::invalid_argument(
            "a shape has at most 4 extents, found " + std::to_string(extents.size()));
    }
    std::copy(extents.begin(), extents.end(), extents_.begin());
}

std::size_t shape::size() const {
    return rank_ == 0 ? 0 : std::accumulate(begin(), end(), std::size_t{1}, std::multiplies<>{});
}

std::string to_string(const shape& extents) {
    std::string text;
    for (const std::size_t extent : extents) {
        text.append(text.empty() ? "" : "x").append(std::to_string(extent));
    }
    return text.empty() ? "empty" : text;
}

std::string to_string(const image_shape& image) {
    return to_string(shape{image.channels, image.height, image.width});
}

} // namespace nn
