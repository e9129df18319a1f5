#include "nn/optimiser/optimiser.hpp"

#include <stdexcept>

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
    std::size_t index = 0;
    for (std::size_t place = 0; place < net.nodes().size(); ++place) {
        const node& owner = net.nodes()[place];
        for (parameter& one : net.parameters(node_id{place})) {
            if (state_.size() <= index) {
                state_.resize(index + 1);
            }
            optimiser_slots& slots = state_[index++];
            if (owner.frozen || !one.trainable()) {
                continue;
            }
            prepare(owner, one, slot_count(), slots);
            ++slots.steps;
            update(one.value, one.gradient, slots, rate);
        }
    }
}

std::span<tensor> optimiser::slots(std::size_t parameter_index) {
    if (parameter_index >= state_.size()) {
        return {};
    }
    return state_[parameter_index].tensors;
}

} // namespace nn
