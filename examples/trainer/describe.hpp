#pragma once

#include <coppice/core/view.hpp>
#include <coppice/model/description.hpp>

#include <vector>

#include "nn/models/model.hpp"

namespace trainer {

/// Where a parameter of a description lies in the network.
struct parameter_place {
    nn::node_id node;
    nn::parameter_role role = nn::parameter_role::weight;
};

/// A network as coppice sees it, and the way back.
struct described {
    coppice::model::description<float> model;
    std::vector<nn::node_id> layers;         ///< by the description's layer
    std::vector<parameter_place> parameters; ///< by the description's parameter
};

/// A tensor as coppice sees it.
[[nodiscard]] coppice::view<float> view_of(nn::tensor& values);
[[nodiscard]] coppice::view<const float> view_of(const nn::tensor& values);

/// What becomes of the outputs of residual blocks.
enum class widths {
    keep, ///< they stay, as ICE-Pick has it
    free, ///< they may go, where a recipe prunes coupled layers together
};

/// Describes a network by views of its parameters: the network has to stay where it is, and its
/// parameters in their memory, for as long as the description is used. In a network without
/// residual blocks every layer but the last counts as a block.
[[nodiscard]] described
describe(nn::network& net, const std::vector<nn::block>& blocks, widths of_blocks = widths::keep);

} // namespace trainer
