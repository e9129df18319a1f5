#include "nn/operation/operation.hpp"

#include <algorithm>

#include "nn/operation/average_pool.hpp"
#include "nn/operation/convolution.hpp"
#include "nn/operation/dense.hpp"
#include "nn/operation/flatten.hpp"
#include "nn/operation/global_average_pool.hpp"
#include "nn/operation/max_pool.hpp"

namespace nn {

std::size_t images_in_cache(const node& self, std::size_t images) {
    constexpr std::size_t cache = std::size_t{384} << 10U;
    const std::size_t image = (self.input.size() + self.output.size()) * sizeof(float);
    return std::clamp(cache / image, std::size_t{1}, images);
}

std::unique_ptr<operation> make_operation(node_kind kind) {
    switch (kind) {
    case node_kind::convolution:
        return std::make_unique<convolution>();
    case node_kind::dense:
        return std::make_unique<dense>();
    case node_kind::max_pool:
        return std::make_unique<max_pool>();
    case node_kind::average_pool:
        return std::make_unique<average_pool>();
    case node_kind::global_average_pool:
        return std::make_unique<global_average_pool>();
    case node_kind::flatten:
        return std::make_unique<flatten>();
    case node_kind::input:
    case node_kind::batch_norm:
    case node_kind::relu:
    case node_kind::relu6:
    case node_kind::add:
        break;
    }
    return nullptr;
}

} // namespace nn
