#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/core/view.hpp>
#include <coppice/toolbox/prune_by.hpp>

#include <vector>

#include "prune/method.hpp"

namespace prune {

/// Which groups of a tensor stay, and what the selection says of it.
using tensor_mask = coppice::pruned_tensor<coppice::backend::eigen>;

/// Prunes tensors of floats or doubles: each by itself, or together, as the method says. It is all
/// that the program asks of the library's policies, and takes long to compile: once for each of the
/// two types, in the file of its name. Halves and bfloat16 are floats, exactly.
/// @param number  of the first tensor among all that are pruned, for random scores
/// @return one mask a tensor
/// @throws coppice::error for a NaN, naming "tensor i" by its place in `weights`
template <coppice::element T>
[[nodiscard]] std::vector<tensor_mask> choose(
    const method& how, const std::vector<coppice::view<const T>>& weights, coppice::index number);

/// Writes zeros where the mask says so: to float, double, Eigen::half or Eigen::bfloat16.
template <coppice::element T>
void apply(const method& how, const tensor_mask& mask, const coppice::view<T>& weights);

} // namespace prune
