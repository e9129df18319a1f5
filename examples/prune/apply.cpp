#include <coppice/toolbox/prune.hpp>

#include <variant>

#include "prune/masks.hpp"

namespace prune {

template <coppice::element T>
void apply(const method& how, const tensor_mask& mask, const coppice::view<T>& weights) {
    coppice::backend::eigen backend;
    std::visit(
        [&](const auto& granularity) { coppice::apply(backend, mask, weights, granularity); },
        how.granularity);
}

template void apply(const method&, const tensor_mask&, const coppice::view<float>&);
template void apply(const method&, const tensor_mask&, const coppice::view<double>&);
template void apply(const method&, const tensor_mask&, const coppice::view<Eigen::half>&);
template void apply(const method&, const tensor_mask&, const coppice::view<Eigen::bfloat16>&);

} // namespace prune
