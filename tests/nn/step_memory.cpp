#include "nn/step_memory.hpp"

#include <doctest/doctest.h>

#include <cstdint>

namespace {

TEST_CASE("a step's memory is its own, and the next step's again") {
    nn::step_memory memory;
    memory.start();
    float* const first = memory.take(100);
    float* const second = memory.take(7);
    for (std::size_t i = 0; i < 100; ++i) {
        first[i] = 1.0F;
    }
    for (std::size_t i = 0; i < 7; ++i) {
        second[i] = 2.0F;
    }
    float* const third = memory.take(1000);
    third[0] = third[999] = 3.0F;
    CHECK(first[99] == 1.0F);
    CHECK(second[6] == 2.0F);
    for (const float* each : {first, second, third}) {
        CHECK(reinterpret_cast<std::uintptr_t>(each) % nn::alignment == 0);
    }
    memory.start();
    CHECK(memory.take(50) == first);
    memory.take(70)[69] = 4.0F; // larger than what was there
    CHECK(memory.take(1000) == third);
    memory.start();
    CHECK(memory.take(100) == first);
}

} // namespace
