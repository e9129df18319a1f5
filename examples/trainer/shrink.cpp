#include "trainer/shrink.hpp"

#include <coppice/backend/eigen.hpp>

#include <vector>

namespace trainer {

namespace {

nn::shape to_shape(const coppice::shape& extents) {
    const auto at = [&](int axis) { return static_cast<std::size_t>(extents[axis]); };
    switch (extents.rank()) {
    case 1:
        return {at(0)};
    case 2:
        return {at(0), at(1)};
    default:
        return {at(0), at(1), at(2), at(3)};
    }
}

/// What the plan leaves of a tensor that goes with a parameter.
nn::tensor left_of(const nn::tensor& whole, const coppice::compact::plan& plan, std::size_t p) {
    const coppice::compact::change& change = plan.changes()[p];
    nn::tensor rest(to_shape(change.after));
    coppice::backend::eigen backend;
    plan.gather(
        backend, static_cast<int>(p), coppice::view<const float>(whole.data(), change.before),
        coppice::view<float>(rest.data(), change.after));
    return rest;
}

} // namespace

nn::network
shrink(const nn::network& net, const described& description, const coppice::compact::plan& plan) {
    nn::network smaller = net;
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const parameter_place place = description.parameters[p];
        nn::tensor& whole = smaller.get(place.node, place.role).value;
        whole = left_of(whole, plan, p);
    }
    smaller.refresh();
    return smaller;
}

nn::optimiser_state shrink(
    nn::optimiser_state slots, const nn::network& net, const described& description,
    const coppice::compact::plan& plan) {
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const parameter_place place = description.parameters[p];
        const std::size_t number = net.parameter_index(place.node, place.role);
        if (number < slots.size()) {
            for (nn::tensor& slot : slots[number].tensors) {
                slot = left_of(slot, plan, p);
            }
        }
    }
    return slots;
}

} // namespace trainer
