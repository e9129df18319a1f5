#pragma once

#include <coppice/core/shape.hpp>

#include <string>
#include <vector>

#include "prune/method.hpp"
#include "prune/options.hpp"
#include "safetensors/header.hpp"

namespace prune {

/// The extents of a tensor as coppice has them; for tensors of at most coppice::shape::max_rank
/// axes.
[[nodiscard]] coppice::shape extents_of(const safetensors::tensor_info& tensor);

/// By tensor, why it is left alone; empty for those that are pruned. By default these have floating
/// point elements, at least two axes and a name that ends in "weight"; with --include, a name that
/// fits one of its patterns.
/// @throws std::runtime_error for a pattern that fits no name, and where nothing is left to prune
[[nodiscard]] std::vector<std::string> left_alone(
    const std::vector<safetensors::tensor_info>& tensors, const options& chosen, const method& how);

} // namespace prune
