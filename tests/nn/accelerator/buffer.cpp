#include "nn/accelerator/buffer.hpp"

#include <doctest/doctest.h>

#include <utility>

#include "nn/accelerator/on_cpu.hpp"

namespace {

using namespace nn;

TEST_CASE("a buffer takes memory only to grow, and names whose there is no room for") {
    test::nonsense_memory memory;
    memory.refuse_beyond(100);
    buffer<float> tested;
    CHECK(tested.grow(memory, 10, "conv1"));
    CHECK_FALSE(tested.grow(memory, 9, "conv1"));
    CHECK(tested.size() == 10);
    CHECK(tested.grow(memory, 20, "conv1"));
    CHECK(memory.taken() == 2);
    CHECK_THROWS_WITH_AS(
        tested.grow(memory, 30, "conv1"),
        "conv1: there is no room for 120 bytes of what it computes: std::bad_alloc",
        std::runtime_error);
    CHECK(tested.size() == 0);
    CHECK(tested.grow(memory, 20, "conv1"));
    const buffer<float> moved = std::move(tested);
    CHECK(moved.size() == 20);
}

} // namespace
