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

} // namespace

nn::network
shrink(const nn::network& net, const described& description, const coppice::compact::plan& plan) {
    nn::network smaller = net;
    coppice::backend::eigen backend;
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const parameter_place place = description.parameters[p];
        const coppice::compact::change& change = plan.changes()[p];
        nn::tensor& whole = smaller.get(place.node, place.role).value;
        nn::tensor rest(to_shape(change.after));
        plan.gather(
            backend, static_cast<int>(p), coppice::view<const float>(whole.data(), change.before),
            coppice::view<float>(rest.data(), change.after));
        whole = std::move(rest);
    }
    smaller.refresh();
    return smaller;
}

} // namespace trainer
