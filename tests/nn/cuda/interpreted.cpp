#include "nn/cuda/gpu.hpp"

#include <memory>

#include <doctest/doctest.h>

#include "nn/device/contract.hpp"

namespace {

TEST_CASE("an interpreted GPU keeps the contract of devices") {
    const std::unique_ptr<nn::gpu> tested = nn::make_gpu();
    nn::test::expect_device_contract(*tested, nn::test::parameters_of_small_models);
}

} // namespace
