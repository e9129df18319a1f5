#include "trainer/describe.hpp"

#include <coppice/operation/activation.hpp>
#include <coppice/operation/add.hpp>
#include <coppice/operation/batch_norm.hpp>
#include <coppice/operation/convolution.hpp>
#include <coppice/operation/dense.hpp>
#include <coppice/operation/flatten.hpp>
#include <coppice/operation/global_pool.hpp>
#include <coppice/operation/pool.hpp>

#include <optional>
#include <stdexcept>
#include <string>

namespace trainer {

namespace {

namespace op = coppice::operation;
using coppice::index;
using coppice::model::value;

index to_index(std::size_t number) {
    return static_cast<index>(number);
}

coppice::shape extents_of(const nn::tensor& values) {
    coppice::shape extents;
    for (const std::size_t extent : values.shape()) {
        extents.push_back(to_index(extent));
    }
    return extents;
}

class describer {
  public:
    explicit describer(nn::network& net) : net_(net) {}

    described describe(const std::vector<nn::block>& blocks, widths of_blocks) {
        for (std::size_t i = 0; i < net_.nodes().size(); ++i) {
            const nn::node& node = net_.nodes()[i];
            values_.push_back(connect({i}, node));
        }
        made_.model.output(values_.back());
        for (const nn::block& block : blocks) {
            std::vector<std::string> names;
            for (const nn::node_id layer : block.layers) {
                names.push_back(net_[layer].name);
            }
            made_.model.add_block(block.name, names);
            if (of_blocks == widths::keep) {
                made_.model.keep_width(
                    values_[block.layers.back().index],
                    "a residual block keeps its output's width");
            }
        }
        if (blocks.empty()) {
            for (std::size_t i = 0; i + 1 < made_.layers.size(); ++i) {
                const std::string& name = net_[made_.layers[i]].name;
                made_.model.add_block(name, {name});
            }
        }
        return std::move(made_);
    }

  private:
    coppice::view<float> parameter(nn::node_id id, nn::parameter_role role) {
        made_.parameters.push_back({id, role});
        return view_of(net_.get(id, role).value);
    }

    std::optional<coppice::view<float>> bias(nn::node_id id, const nn::node& node) {
        if (node.find(nn::parameter_role::bias) == nullptr) {
            return std::nullopt;
        }
        return parameter(id, nn::parameter_role::bias);
    }

    template <class Operation>
    value add(const nn::node& node, const Operation& operation) {
        const value& first = values_[node.inputs[0].index];
        if (node.inputs.size() == 2) {
            return made_.model.add(node.name, operation, {first, values_[node.inputs[1].index]});
        }
        return made_.model.add(node.name, operation, {first});
    }

    value connect(nn::node_id id, const nn::node& node) {
        using nn::node_kind;
        using nn::parameter_role;
        const index kernel = to_index(node.window.kernel);
        const index stride = to_index(node.window.stride);
        const index padding = to_index(node.window.padding);
        switch (node.kind) {
        case node_kind::input:
            return made_.model.input(
                to_index(node.output.channels),
                {to_index(node.output.height), to_index(node.output.width)});
        case node_kind::convolution: {
            made_.layers.push_back(id);
            const auto weight = parameter(id, parameter_role::weight);
            return add(
                node, op::convolution<float>{
                          .weight = weight,
                          .bias = bias(id, node),
                          .stride = stride,
                          .padding = padding,
                          .groups = to_index(node.window.groups)});
        }
        case node_kind::dense: {
            made_.layers.push_back(id);
            const auto weight = parameter(id, parameter_role::weight);
            return add(node, op::dense<float>{.weight = weight, .bias = bias(id, node)});
        }
        case node_kind::batch_norm: {
            const auto scale = parameter(id, parameter_role::scale);
            const auto shift = parameter(id, parameter_role::shift);
            const auto mean = parameter(id, parameter_role::running_mean);
            const auto variance = parameter(id, parameter_role::running_variance);
            return add(
                node, op::batch_norm<float>{
                          .scale = scale,
                          .shift = shift,
                          .running_mean = mean,
                          .running_variance = variance});
        }
        case node_kind::relu:
        case node_kind::relu6:
            return add(node, op::activation{});
        case node_kind::max_pool:
        case node_kind::average_pool:
            return add(node, op::pool{.kernel = kernel, .stride = stride, .padding = padding});
        case node_kind::global_average_pool:
            return add(node, op::global_pool{});
        case node_kind::flatten:
            return add(node, op::flatten{});
        case node_kind::add:
            return add(node, op::add{});
        }
        throw std::logic_error(node.name + ": a kind of node that describe() does not know");
    }

    nn::network& net_;
    described made_;
    std::vector<value> values_;
};

} // namespace

coppice::view<float> view_of(nn::tensor& values) {
    return {values.data(), extents_of(values)};
}

coppice::view<const float> view_of(const nn::tensor& values) {
    return {values.data(), extents_of(values)};
}

described describe(nn::network& net, const std::vector<nn::block>& blocks, widths of_blocks) {
    return describer(net).describe(blocks, of_blocks);
}

} // namespace trainer
