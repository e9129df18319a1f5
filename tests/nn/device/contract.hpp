#pragma once

#include <cstddef>
#include <limits>

#include "nn/device/device.hpp"
#include "nn/sanitized.hpp"

namespace nn::test {

/// Where everything takes long, models of more parameters are left to other runs.
inline constexpr std::size_t parameters_of_small_models = 400'000;

/// Holds a device against the CPU: every kind of node, every model of so many parameters at most,
/// in both modes, with layers frozen, with batches of several sizes, and the steps of optimisers.
void expect_device_contract(
    device& tested, std::size_t most_parameters = sanitized
                                                      ? parameters_of_small_models
                                                      : std::numeric_limits<std::size_t>::max());

} // namespace nn::test
