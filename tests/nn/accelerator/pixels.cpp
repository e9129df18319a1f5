#include "nn/accelerator/pixels.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "nn/plan/program.hpp"

namespace {

using namespace nn;

constexpr float infinity = std::numeric_limits<float>::infinity();

template <class Each, std::size_t Size>
void run(const Each& each, const std::array<float, Size>& /*over*/) {
    for (std::uint32_t place = 0; place < Size; ++place) {
        each(place);
    }
}

TEST_CASE("two values are read through their factors, added and clamped") {
    const std::array x{1.0F, 2.0F, -3.0F, 4.0F};
    const std::array z{10.0F, 20.0F, 30.0F, -400.0F};
    const std::array factor{2.0F, -1.0F};
    const std::array offset{0.5F, 1.0F};
    std::array<float, 4> y{};
    combine tested{{x.data(), factor.data(), offset.data()}, {}, unbounded, divisor(2), y.data()};
    run(tested, y);
    CHECK(y == std::array{2.5F, -1.0F, -5.5F, -3.0F});
    tested.second = {z.data()};
    tested.bounds = {0.0F, 25.0F};
    run(tested, y);
    CHECK(y == std::array{12.5F, 19.0F, 24.5F, 0.0F});
}

TEST_CASE("what is not a number stays so behind a bound") {
    const std::array x{std::numeric_limits<float>::quiet_NaN()};
    std::array<float, 1> y{};
    run(combine{{x.data()}, {}, {0.0F, 6.0F}, divisor(1), y.data()}, y);
    CHECK(std::isnan(y[0]));
}

TEST_CASE("a gradient is stopped where a bound was touched, and added where another is") {
    const std::array g{1.0F, 2.0F, 3.0F, 4.0F};
    const std::array y{0.0F, 5.0F, 6.0F, infinity};
    std::array to{10.0F, 10.0F, 10.0F, 10.0F};
    run(deliver{g.data(), y.data(), {0.0F, 6.0F}, true, to.data()}, to);
    CHECK(to == std::array{10.0F, 12.0F, 10.0F, 10.0F});
    run(deliver{g.data(), y.data(), {0.0F, infinity}, false, to.data()}, to);
    CHECK(to == std::array{0.0F, 2.0F, 3.0F, 4.0F});
    run(deliver{g.data(), nullptr, {0.0F, 6.0F}, true, to.data()}, to);
    CHECK(to == std::array{1.0F, 4.0F, 6.0F, 8.0F});
}

TEST_CASE("the gradient of what a batch norm read is made by channel") {
    const std::array g{1.0F, 2.0F, 3.0F, 4.0F};
    const std::array x{5.0F, 6.0F, 7.0F, 8.0F};
    const std::array of_gradient{2.0F, 3.0F};
    const std::array of_value{10.0F, -10.0F};
    const std::array constant{0.5F, 0.25F};
    std::array<float, 4> to{};
    read_norm_gradient tested{
        {g.data(), {x.data()}},
        {of_gradient.data(), of_value.data(), constant.data(), 2},
        divisor(2),
        to.data()};
    run(tested, to);
    CHECK(to == std::array{52.5F, -53.75F, 76.5F, -67.75F});
    // What it gave, 2 x - 12 and 10 - x, was clamped to [0, 3].
    const std::array factor{2.0F, -1.0F};
    const std::array offset{-12.0F, 10.0F};
    tested.from.norm = {x.data(), factor.data(), offset.data()};
    tested.from.bounds = {0.0F, 3.0F};
    tested.from.bounded = true;
    run(tested, to);
    CHECK(to == std::array{50.5F, -59.75F, 76.5F, -67.75F});
}

TEST_CASE("a bias is added by channel, and memory filled") {
    const std::array bias{1.0F, 2.0F};
    std::array to{0.0F, 0.0F, 5.0F, 5.0F};
    run(add_bias{bias.data(), divisor(2), to.data()}, to);
    CHECK(to == std::array{1.0F, 2.0F, 6.0F, 7.0F});
    run(fill_with{3.0F, to.data()}, to);
    CHECK(to == std::array{3.0F, 3.0F, 3.0F, 3.0F});
}

} // namespace
