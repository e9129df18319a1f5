#include "nn/device/device.hpp"

#include <doctest/doctest.h>

#include <utility>

#include "nn/accelerator/accelerated_device.hpp"
#include "nn/accelerator/on_cpu.hpp"
#include "nn/network.hpp"
#include "nn/tensor.hpp"

namespace {

using namespace nn;

TEST_CASE("tensors live in the memory of the device that was current when they were made") {
    accelerated_device<test::on_cpu> other;
    const device* const before = &current_device();
    const tensor here({4}, std::vector{1.0F, 2.0F, 3.0F, 4.0F});
    const auto& counted = other.engine().shared();
    {
        const on_device scope(other);
        CHECK(&current_device() == &other);
        tensor there = here;
        CHECK(counted.taken() == 1);
        CHECK(there == here);
        tensor moved = std::move(there);
        CHECK(counted.taken() == 1);
        moved = here; // where it was
        CHECK(counted.taken() == 1);
        CHECK(moved == here);
    }
    CHECK(&current_device() == before);
    const tensor again = here;
    CHECK(counted.taken() == 1);
}

TEST_CASE("a network computes on the device that was current in its first forward pass") {
    accelerated_device<test::on_cpu> other;
    const on_device scope(other);
    network net({1, 2, 2});
    net.convolution("c", net.input(), {.out = 1});
    CHECK(other.engine().requests() == 0);
    net.forward(tensor({1, 1, 2, 2}), mode::evaluation);
    CHECK(other.engine().requests() > 0);
}

} // namespace
