#include "nn/network.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"
#include "nn/random.hpp"

namespace nn {
namespace {

constexpr std::size_t unplanned = static_cast<std::size_t>(-1);

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

void accumulate(const tensor& more, tensor& sum) {
    for_each_chunk(sum.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        as_array(sum.data() + begin, end - begin) += as_array(more.data() + begin, end - begin);
    });
}

} // namespace

network::network(const image_shape& input, std::uint64_t seed) : seed_(seed) {
    append({.kind = node_kind::input, .name = "input", .input = input, .output = input});
}

network::network(const network& other) : seed_(other.seed_), nodes_(other.nodes_) {
    for (const node& one : nodes_) {
        operations_.push_back(make_operation(one.kind));
    }
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
    operations_.push_back(make_operation(added.kind));
    nodes_.push_back(std::move(added));
    try {
        refresh();
    } catch (...) {
        nodes_.pop_back();
        operations_.pop_back();
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
    const auto& computes = operations_[which.index];
    return computes == nullptr ? 0 : computes->macs(nodes_[which.index]);
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
    outputs_.resize(nodes_.size());
    outputs_[0].reshape(expected);
    std::copy_n(batch.data(), batch.size(), outputs_[0].data());
    for (std::size_t index = 1; index < nodes_.size(); ++index) {
        node& self = nodes_[index];
        step_inputs_.clear();
        for (const node_id from : self.inputs) {
            step_inputs_.push_back(&outputs_[from.index]);
        }
        outputs_[index].reshape(self.output.batch_of(images));
        operations_[index]->forward(self, step_inputs_, outputs_[index], how);
    }
    images_ = images;
    return outputs_.back();
}

tensor& network::gradient_of(std::size_t index) {
    return gradients_[gradient_slots_[index]];
}

void network::backward(const tensor& output_gradient) {
    if (images_ == 0) {
        throw std::logic_error("a backward pass needs a forward pass before it");
    }
    const std::size_t last = nodes_.size() - 1;
    if (output_gradient.shape() != outputs_[last].shape()) {
        throw std::invalid_argument(
            nodes_[last].name + ": output gradient is " + to_string(output_gradient.shape()) +
            ", expected " + to_string(outputs_[last].shape()));
    }
    last_backward_ = {};
    find_reached();
    written_.assign(nodes_.size(), false);
    written_[last] = true;
    for (std::size_t index = last; index > 0; --index) {
        if (reached_[index] && written_[index]) {
            step_back(index, index == last ? output_gradient : gradient_of(index));
        }
    }
}

void network::step_back(std::size_t index, const tensor& output_gradient) {
    node& self = nodes_[index];
    step_inputs_.clear();
    step_gradients_.clear();
    for (std::size_t place = 0; place < self.inputs.size(); ++place) {
        const std::size_t from = self.inputs[place].index;
        step_inputs_.push_back(&outputs_[from]);
        if (!reached_[from]) {
            step_gradients_.push_back(nullptr);
            continue;
        }
        tensor& target = written_[from] ? further_gradients_[place] : gradient_of(from);
        target.reshape(outputs_[from].shape());
        written_[from] = true;
        step_gradients_.push_back(&target);
    }
    last_backward_ += operations_[index]->backward(
        self, {step_inputs_, outputs_[index], output_gradient, step_gradients_, self.trains()});
    for (std::size_t place = 0; place < self.inputs.size(); ++place) {
        if (step_gradients_[place] == &further_gradients_[place]) {
            accumulate(further_gradients_[place], gradient_of(self.inputs[place].index));
        }
    }
}

void network::find_reached() {
    reached_.assign(nodes_.size(), false);
    for (std::size_t index = 1; index < nodes_.size(); ++index) {
        const node& self = nodes_[index];
        reached_[index] =
            self.trains() || std::any_of(self.inputs.begin(), self.inputs.end(), [&](node_id from) {
                return reached_[from.index];
            });
    }
}

void network::refresh() {
    images_ = 0;
    for (std::size_t index = 1; index < nodes_.size(); ++index) {
        connect(index);
    }
    plan_gradients();
}

void network::connect(std::size_t index) {
    node& self = nodes_[index];
    std::vector<image_shape> inputs;
    for (const node_id from : self.inputs) {
        inputs.push_back(nodes_[from.index].output);
    }
    operations_[index]->connect(self, inputs);
    for (parameter& one : self.parameters) {
        if (one.trainable() && one.gradient.shape() != one.value.shape()) {
            one.gradient = tensor(one.value.shape());
        }
    }
}

// Walks backwards as a backward pass does: a node's gradient takes a free tensor when the first
// node that reads its output writes it, and gives it back once the node itself has read it.
void network::plan_gradients() {
    gradient_slots_.assign(nodes_.size(), unplanned);
    std::vector<std::size_t> free;
    std::size_t slots = 0;
    std::size_t most_inputs = 0;
    for (std::size_t index = nodes_.size() - 1; index > 0; --index) {
        for (const node_id from : nodes_[index].inputs) {
            std::size_t& slot = gradient_slots_[from.index];
            if (slot != unplanned) {
                continue;
            }
            if (free.empty()) {
                free.push_back(slots++);
            }
            slot = free.back();
            free.pop_back();
        }
        if (gradient_slots_[index] != unplanned) {
            free.push_back(gradient_slots_[index]);
        }
        most_inputs = std::max(most_inputs, nodes_[index].inputs.size());
    }
    gradients_.resize(slots);
    further_gradients_.resize(most_inputs);
}

network_state network::state() const {
    network_state values;
    for (const node& one : nodes_) {
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
    for (node& one : nodes_) {
        for (parameter& each : one.parameters) {
            each.value = *value++;
        }
    }
    refresh();
}

} // namespace nn
