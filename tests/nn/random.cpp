#include "nn/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace {

using namespace nn;

TEST_CASE("seeds and streams give different numbers, the same ones every time") {
    random_bits first(1);
    random_bits again(1);
    random_bits other_seed(2);
    random_bits other_stream(1, 1);
    const auto drawn = first();
    CHECK(drawn == again());
    CHECK(drawn != other_seed());
    CHECK(drawn != other_stream());
    CHECK(drawn != first());
}

TEST_CASE("initial weights are the same with every compiler") {
    tensor weight({4});
    random_bits bits(3, 1);
    he_initialise(weight, 9, bits);
    CHECK(
        weight ==
        tensor({4}, std::array{-0x1.9071b4p-1F, 0x1.46b362p-1F, -0x1.af65a6p-2F, 0x1.017fa6p-1F}));
}

TEST_CASE("He initialisation is centred, bounded and of variance 2 / fan_in") {
    tensor weight({200, 50});
    random_bits bits(3);
    he_initialise(weight, 50, bits);
    double sum = 0.0;
    double squares = 0.0;
    const float bound = std::sqrt(6.0F / 50.0F);
    for (const float value : weight.values()) {
        REQUIRE(std::abs(value) <= bound);
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    CHECK(std::abs(sum / 10000.0) < 0.01);
    CHECK(squares / 10000.0 == doctest::Approx(0.04).epsilon(0.02));
}

} // namespace
