#include "nn/node.hpp"

#include <algorithm>

namespace nn {

const char* to_string(node_kind kind) {
    switch (kind) {
    case node_kind::input:
        return "input";
    case node_kind::convolution:
        return "convolution";
    case node_kind::dense:
        return "dense";
    case node_kind::batch_norm:
        return "batch_norm";
    case node_kind::relu:
        return "relu";
    case node_kind::relu6:
        return "relu6";
    case node_kind::max_pool:
        return "max_pool";
    case node_kind::average_pool:
        return "average_pool";
    case node_kind::global_average_pool:
        return "global_average_pool";
    case node_kind::flatten:
        return "flatten";
    case node_kind::add:
        return "add";
    }
    return "unknown";
}

const char* to_string(parameter_role role) {
    switch (role) {
    case parameter_role::weight:
        return "weight";
    case parameter_role::bias:
        return "bias";
    case parameter_role::scale:
        return "scale";
    case parameter_role::shift:
        return "shift";
    case parameter_role::running_mean:
        return "running_mean";
    case parameter_role::running_variance:
        return "running_variance";
    }
    return "unknown";
}

const parameter* node::find(parameter_role role) const {
    const auto found = std::find_if(
        parameters.begin(), parameters.end(), [&](const auto& one) { return one.role == role; });
    return found == parameters.end() ? nullptr : &*found;
}

parameter* node::find(parameter_role role) {
    const auto found = std::find_if(
        parameters.begin(), parameters.end(), [&](const auto& one) { return one.role == role; });
    return found == parameters.end() ? nullptr : &*found;
}

bool node::trains() const {
    return !frozen && std::any_of(parameters.begin(), parameters.end(), [](const auto& one) {
        return one.trainable();
    });
}

} // namespace nn
