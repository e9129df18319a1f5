#include "nn/network.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "nn/device/device.hpp"
#include "nn/operation/extents.hpp"
#include "nn/random.hpp"

namespace nn {
namespace {

parameter filled(parameter_role role, std::size_t size, float value) {
    parameter made{.role = role, .value = tensor({size})};
    made.value.fill(value);
    return made;
}

parameter drawn(const shape& extents, std::uint64_t seed, std::size_t stream) {
    parameter made{.role = parameter_role::weight, .value = tensor(extents)};
    random_bits bits(seed, stream);
    he_initialise(made.value, extents.size() / std::max<std::size_t>(extents[0], 1), bits);
    return made;
}

/// What nothing is computing with any more.
const std::vector<node>& at_rest(const std::vector<node>& nodes) {
    current_device().wait();
    return nodes;
}

} // namespace

network::network(const image_shape& input, std::uint64_t seed) : seed_(seed) {
    append({.kind = node_kind::input, .name = "input", .input = input, .output = input});
}

network::network(const network& other) : seed_(other.seed_), nodes_(at_rest(other.nodes_)) {
    refresh();
}

network& network::operator=(const network& other) {
    if (this != &other) {
        *this = network(other);
    }
    return *this;
}

node_id network::append(node added) {
    const bool taken = std::any_of(
        nodes_.begin(), nodes_.end(), [&](const node& one) { return one.name == added.name; });
    if (taken) {
        throw std::invalid_argument(added.name + ": another node has this name already");
    }
    nodes_.push_back(std::move(added));
    try {
        refresh();
    } catch (...) {
        nodes_.pop_back();
        throw;
    }
    return {nodes_.size() - 1};
}

node_id network::append(node_kind kind, std::vector<node_id> inputs, const geometry& window) {
    std::string name = to_string(kind);
    name.append("_").append(std::to_string(nodes_.size()));
    return append(
        {.kind = kind, .name = std::move(name), .inputs = std::move(inputs), .window = window});
}

node_id network::convolution(std::string name, node_id from, const convolution_options& options) {
    const std::size_t in = nodes_[from.index].output.channels;
    node made{
        .kind = node_kind::convolution,
        .name = std::move(name),
        .inputs = {from},
        .window = {
            .kernel = options.kernel,
            .stride = options.stride,
            .padding = options.padding,
            .groups = options.groups,
            .depthwise = options.groups > 1 && options.groups == in}};
    const shape weight{
        options.out, in / std::max<std::size_t>(options.groups, 1), options.kernel, options.kernel};
    made.parameters.push_back(drawn(weight, seed_, nodes_.size()));
    if (options.bias) {
        made.parameters.push_back(filled(parameter_role::bias, options.out, 0.0F));
    }
    return append(std::move(made));
}

node_id network::dense(std::string name, node_id from, const dense_options& options) {
    node made{.kind = node_kind::dense, .name = std::move(name), .inputs = {from}};
    const std::size_t in = nodes_[from.index].output.channels;
    made.parameters.push_back(drawn({options.out, in}, seed_, nodes_.size()));
    made.parameters.push_back(filled(parameter_role::bias, options.out, 0.0F));
    return append(std::move(made));
}

node_id network::batch_norm(std::string name, node_id from) {
    node made{.kind = node_kind::batch_norm, .name = std::move(name), .inputs = {from}};
    const std::size_t channels = nodes_[from.index].output.channels;
    made.parameters.push_back(filled(parameter_role::scale, channels, 1.0F));
    made.parameters.push_back(filled(parameter_role::shift, channels, 0.0F));
    made.parameters.push_back(filled(parameter_role::running_mean, channels, 0.0F));
    made.parameters.push_back(filled(parameter_role::running_variance, channels, 1.0F));
    return append(std::move(made));
}

node_id network::relu(node_id from) {
    return append(node_kind::relu, {from});
}

node_id network::relu6(node_id from) {
    return append(node_kind::relu6, {from});
}

node_id network::max_pool(node_id from, const pool_options& options) {
    return append(
        node_kind::max_pool, {from},
        {.kernel = options.kernel, .stride = options.stride, .padding = options.padding});
}

node_id network::average_pool(node_id from, const pool_options& options) {
    return append(
        node_kind::average_pool, {from},
        {.kernel = options.kernel, .stride = options.stride, .padding = options.padding});
}

node_id network::global_average_pool(node_id from) {
    return append(node_kind::global_average_pool, {from});
}

node_id network::flatten(node_id from) {
    return append(node_kind::flatten, {from});
}

node_id network::add(node_id first, node_id second) {
    return append(node_kind::add, {first, second});
}

node_id network::find(std::string_view name) const {
    const auto found = std::find_if(
        nodes_.begin(), nodes_.end(), [&](const node& one) { return one.name == name; });
    if (found == nodes_.end()) {
        throw std::invalid_argument("no node is named " + std::string(name));
    }
    return {static_cast<std::size_t>(found - nodes_.begin())};
}

std::span<parameter> network::parameters(node_id which) {
    return nodes_[which.index].parameters;
}

std::span<const parameter> network::parameters(node_id which) const {
    return nodes_[which.index].parameters;
}

const parameter& network::get(node_id which, parameter_role role) const {
    const node& owner = nodes_[which.index];
    const parameter* found = owner.find(role);
    if (found == nullptr) {
        throw std::invalid_argument(owner.name + ": has no " + to_string(role));
    }
    return *found;
}

parameter& network::get(node_id which, parameter_role role) {
    return const_cast<parameter&>(std::as_const(*this).get(which, role));
}

std::size_t network::parameter_index(node_id which, parameter_role role) const {
    const parameter* wanted = &get(which, role);
    auto index = static_cast<std::size_t>(wanted - nodes_[which.index].parameters.data());
    for (std::size_t earlier = 0; earlier < which.index; ++earlier) {
        index += nodes_[earlier].parameters.size();
    }
    return index;
}

std::size_t network::parameter_count() const {
    std::size_t count = 0;
    for (const node& one : nodes_) {
        for (const parameter& each : one.parameters) {
            count += each.trainable() ? each.value.size() : 0;
        }
    }
    return count;
}

std::size_t network::macs(node_id which) const {
    return count_macs(nodes_[which.index]);
}

std::size_t network::macs() const {
    std::size_t sum = 0;
    for (std::size_t index = 0; index < nodes_.size(); ++index) {
        sum += macs(node_id{index});
    }
    return sum;
}

const tensor& network::forward(const tensor& batch, mode how) {
    const std::size_t images = batch.shape()[0];
    const shape expected = nodes_[0].output.batch_of(images);
    if (images == 0 || batch.shape() != expected) {
        throw std::invalid_argument(
            "input: batch is " + to_string(batch.shape()) + ", expected images of " +
            to_string(nodes_[0].output));
    }
    if (executor_ == nullptr) {
        refresh();
        executor_ = current_device().make_executor(nodes_);
    }
    return executor_->forward(nodes_, batch, how);
}

executor& network::executes() const {
    if (executor_ == nullptr) {
        throw std::logic_error("a forward pass has to come first");
    }
    return *executor_;
}

tensor network::output(node_id which) const {
    return executes().output(nodes_, which);
}

void network::backward(const tensor& output_gradient, tensor* input_gradient) {
    const shape expected = nodes_.back().output.batch_of(executes().images());
    if (output_gradient.shape() != expected) {
        throw std::invalid_argument(
            nodes_.back().name + ": output gradient is " + to_string(output_gradient.shape()) +
            ", expected " + to_string(expected));
    }
    last_backward_ = executor_->backward(nodes_, output_gradient, input_gradient);
}

void network::refresh() {
    executor_ = nullptr;
    for (std::size_t index = 1; index < nodes_.size(); ++index) {
        connect(index);
    }
}

void network::connect(std::size_t index) {
    node& self = nodes_[index];
    std::vector<image_shape> inputs;
    for (const node_id from : self.inputs) {
        inputs.push_back(nodes_[from.index].output);
    }
    derive_extents(self, inputs);
    for (parameter& one : self.parameters) {
        if (one.trainable() && one.gradient.shape() != one.value.shape()) {
            one.gradient = tensor(one.value.shape());
        }
    }
}

network_state network::state() const {
    network_state values;
    for (const node& one : at_rest(nodes_)) {
        for (const parameter& each : one.parameters) {
            values.push_back(each.value);
        }
    }
    return values;
}

void network::load(const network_state& state) {
    const std::size_t expected = std::accumulate(
        nodes_.begin(), nodes_.end(), std::size_t{0},
        [](std::size_t sum, const node& one) { return sum + one.parameters.size(); });
    if (state.size() != expected) {
        throw std::invalid_argument(
            "a state has " + std::to_string(state.size()) + " tensors, expected " +
            std::to_string(expected));
    }
    auto value = state.begin();
    current_device().wait();
    for (node& one : nodes_) {
        for (parameter& each : one.parameters) {
            each.value = *value++;
        }
    }
    refresh();
}

} // namespace nn
