#pragma once

#include "nn/device/device.hpp"

namespace nn::test {

/// Holds a device against the CPU: every kind of node, every model, in both modes, with layers
/// frozen, with batches of several sizes, and the steps of optimisers.
void expect_device_contract(device& tested);

} // namespace nn::test
