#include "trainer/shrink.hpp"

#include <coppice/backend/eigen.hpp>

#include <algorithm>
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

/// Copies the elements from `at` on, in order, to their places in a tensor from `place` on.
void spread(
    const coppice::compact::change& change, int axis, const float*& at, std::size_t place,
    nn::tensor& whole) {
    if (axis == change.after.rank()) {
        whole[place] = *at++;
        return;
    }
    const std::vector<coppice::index>& kept = change.kept[static_cast<std::size_t>(axis)];
    for (coppice::index i = 0; i < change.after[axis]; ++i) {
        const coppice::index position = kept.empty() ? i : kept[static_cast<std::size_t>(i)];
        spread(
            change, axis + 1, at,
            place * static_cast<std::size_t>(change.before[axis]) +
                static_cast<std::size_t>(position),
            whole);
    }
}

void put_back(
    const nn::tensor& rest, const coppice::compact::plan& plan, std::size_t p, nn::tensor& whole) {
    const float* at = rest.data();
    spread(plan.changes()[p], 0, at, 0, whole);
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

void put_back(
    const nn::network& small, const described& description, const coppice::compact::plan& plan,
    nn::network& net) {
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const parameter_place place = description.parameters[p];
        put_back(
            small[place.node].find(place.role)->value, plan, p,
            net.get(place.node, place.role).value);
    }
}

void put_back(
    const nn::optimiser_state& small, const nn::network& net, const described& description,
    const coppice::compact::plan& plan, nn::optimiser_state& slots) {
    slots.resize(std::max(slots.size(), small.size()));
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const parameter_place place = description.parameters[p];
        const std::size_t number = net.parameter_index(place.node, place.role);
        if (number >= small.size()) {
            continue;
        }
        const nn::optimiser_slots& learnt = small[number];
        nn::optimiser_slots& whole = slots[number];
        const nn::shape& extents = net[place.node].find(place.role)->value.shape();
        whole.steps = learnt.steps;
        whole.momentum_product = learnt.momentum_product;
        whole.tensors.resize(learnt.tensors.size(), nn::tensor(extents));
        for (std::size_t slot = 0; slot < learnt.tensors.size(); ++slot) {
            put_back(learnt.tensors[slot], plan, p, whole.tensors[slot]);
        }
    }
}

} // namespace trainer
