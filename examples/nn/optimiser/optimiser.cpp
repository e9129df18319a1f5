#include "nn/optimiser/optimiser.hpp"

#include <stdexcept>

#include "nn/device/device.hpp"

namespace nn {
namespace {

/// Gives the slots their tensors before the first step; checks their extents before any other.
void prepare(
    const node& owner, const parameter& stepping, std::size_t count, optimiser_slots& slots) {
    if (slots.tensors.empty()) {
        slots.tensors.assign(count, tensor(stepping.value.shape()));
    }
    for (const tensor& slot : slots.tensors) {
        if (slot.shape() != stepping.value.shape()) {
            throw std::invalid_argument(
                owner.name + ": the optimiser's slot for " + to_string(stepping.role) + " is " +
                to_string(slot.shape()) + ", expected " + to_string(stepping.value.shape()));
        }
    }
}

} // namespace

void optimiser::step(network& net, double rate) {
    const std::span<const node> nodes = net.nodes();
    std::size_t count = 0;
    for (const node& one : nodes) {
        count += one.parameters.size();
    }
    if (state_.size() < count) {
        state_.resize(count);
    }
    all_.clear();
    std::size_t index = 0;
    for (std::size_t place = 0; place < nodes.size(); ++place) {
        for (parameter& one : net.parameters(node_id{place})) {
            optimiser_slots& slots = state_[index++];
            if (!nodes[place].frozen && one.trainable()) {
                prepare(nodes[place], one, slot_count(), slots);
                all_.push_back({&one, &slots});
            }
        }
    }
    for (const stepping& one : all_) {
        ++one.slots->steps;
    }
    update(all_, rate);
}

std::span<tensor> optimiser::slots(std::size_t parameter_index) {
    if (parameter_index >= state_.size()) {
        return {};
    }
    current_device().wait();
    return state_[parameter_index].tensors;
}

void optimiser::reset() {
    current_device().wait();
    state_.clear();
}

const optimiser_state& optimiser::state() const {
    current_device().wait();
    return state_;
}

void optimiser::load(const optimiser_state& state) {
    current_device().wait();
    state_ = state;
}

} // namespace nn
