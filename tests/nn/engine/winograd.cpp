#include "nn/engine/winograd.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace {

namespace winograd = nn::winograd;

template <std::size_t Size>
winograd::square<float, Size> numbers(float seed) {
    winograd::square<float, Size> made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
        made[i] = std::sin(seed + 3.0F * static_cast<float>(i));
    }
    return made;
}

template <std::size_t Count>
double product(const std::array<float, Count>& a, const std::array<float, Count>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < Count; ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

TEST_CASE("a tile is what the definition of a convolution says") {
    const auto input = numbers<4>(1);
    const auto filter = numbers<3>(2);
    const auto d = winograd::transform_input(input);
    const auto g = winograd::transform_filter(filter);
    winograd::square<float, 4> m{};
    for (std::size_t point = 0; point < winograd::points; ++point) {
        m[point] = d[point] * g[point];
    }
    const auto output = winograd::transform_output(m);
    for (std::size_t y = 0; y < 2; ++y) {
        for (std::size_t x = 0; x < 2; ++x) {
            float sum = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    sum += filter[3 * i + j] * input[4 * (y + i) + x + j];
                }
            }
            CHECK(output[2 * y + x] == doctest::Approx(sum).epsilon(1e-5));
        }
    }
}

TEST_CASE("gradients go back by the transposed transformations") {
    const auto m = numbers<4>(1);
    const auto y = numbers<2>(2);
    CHECK(
        product(winograd::transform_output(m), y) ==
        doctest::Approx(product(m, winograd::transform_output_gradient(y))).epsilon(1e-5));
    const auto g = numbers<3>(3);
    const auto u = numbers<4>(4);
    CHECK(
        product(winograd::transform_filter(g), u) ==
        doctest::Approx(product(g, winograd::transform_filter_gradient(u))).epsilon(1e-5));
}

} // namespace
