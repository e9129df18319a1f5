#include "nn/tensor.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

namespace {

using namespace nn;

TEST_CASE("a tensor starts at zero, on a cache line") {
    const tensor made({2, 3, 1, 5});
    CHECK(made.size() == 30);
    CHECK(made.shape() == shape{2, 3, 1, 5});
    CHECK(reinterpret_cast<std::uintptr_t>(made.data()) % 64 == 0);
    for (const float value : made.values()) {
        CHECK(value == 0.0F);
    }
}

TEST_CASE("a copied tensor has memory of its own") {
    tensor first({2}, std::array{1.F, 2.F});
    const tensor second = first;
    first.fill(5.0F);
    CHECK(second == tensor({2}, std::array{1.F, 2.F}));
    CHECK(first != second);
}

TEST_CASE("a tensor that shrinks and grows back does not allocate") {
    tensor made({4, 8});
    const float* memory = made.data();
    made.reshape({2, 3});
    CHECK(made.size() == 6);
    made.reshape({32});
    CHECK(made.data() == memory);
}

} // namespace
