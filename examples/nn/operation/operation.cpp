#include "nn/operation/operation.hpp"

#include <algorithm>
#include <stdexcept>

#include "nn/operation/add.hpp"
#include "nn/operation/average_pool.hpp"
#include "nn/operation/batch_norm.hpp"
#include "nn/operation/convolution.hpp"
#include "nn/operation/dense.hpp"
#include "nn/operation/flatten.hpp"
#include "nn/operation/global_average_pool.hpp"
#include "nn/operation/max_pool.hpp"
#include "nn/operation/relu.hpp"

namespace nn {

std::unique_ptr<operation> make_operation(node_kind kind) {
    switch (kind) {
    case node_kind::input:
        return nullptr;
    case node_kind::convolution:
        return std::make_unique<convolution>();
    case node_kind::dense:
        return std::make_unique<dense>();
    case node_kind::batch_norm:
        return std::make_unique<batch_norm>();
    case node_kind::relu:
        return std::make_unique<relu>();
    case node_kind::relu6:
        return std::make_unique<relu>(6.0F);
    case node_kind::max_pool:
        return std::make_unique<max_pool>();
    case node_kind::average_pool:
        return std::make_unique<average_pool>();
    case node_kind::global_average_pool:
        return std::make_unique<global_average_pool>();
    case node_kind::flatten:
        return std::make_unique<flatten>();
    case node_kind::add:
        return std::make_unique<add>();
    }
    return nullptr;
}

namespace {

[[noreturn]] void
reject(const node& self, parameter_role role, const shape& found, const std::string& expected) {
    throw std::invalid_argument(
        self.name + ": " + to_string(role) + " is " + to_string(found) + ", expected " + expected);
}

} // namespace

const shape& extents_of(const node& self, parameter_role role, std::size_t rank) {
    const shape& found = self.find(role)->value.shape();
    if (found.rank() != rank || found.size() == 0) {
        reject(self, role, found, "rank " + std::to_string(rank) + " and no empty axis");
    }
    return found;
}

void expect_extents(const node& self, parameter_role role, const shape& expected) {
    const shape& found = self.find(role)->value.shape();
    if (found != expected) {
        reject(self, role, found, to_string(expected));
    }
}

image_shape slide_window(const node& self, const image_shape& input) {
    const image_shape output{
        input.channels, self.window.output_extent(input.height),
        self.window.output_extent(input.width)};
    if (self.window.stride == 0 || output.size() == 0) {
        throw std::invalid_argument(
            self.name + ": a window of " + std::to_string(self.window.kernel) + " with padding " +
            std::to_string(self.window.padding) + " and stride " +
            std::to_string(self.window.stride) + " does not fit its input of " + to_string(input));
    }
    return output;
}

} // namespace nn
