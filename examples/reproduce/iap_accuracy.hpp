#pragma once

#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/iap_network.hpp"

namespace reproduce {

/// Accuracy over parameters left: Zhao, Jain, Zhao, "Iterative Activation-based Structured
/// Pruning", LeNet-300-100 in Table 2 and its figures.
[[nodiscard]] document iap_accuracy(const options& chosen, const listener& so_far);

/// The same of their LeNet-5, and of rewinding the learning rate alone.
[[nodiscard]] document iap_lenet_5(const options& chosen, const listener& so_far);

/// The same of their ResNet-50, which rewinds the learning rate alone.
[[nodiscard]] document iap_resnet_50(const options& chosen, const listener& so_far);

/// The same of curves that exist: every method's, of every seed.
[[nodiscard]] document describe_accuracy(const std::vector<curve>& curves, const iap_setting& how);

} // namespace reproduce
