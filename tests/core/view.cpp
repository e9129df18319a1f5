#include "coppice/core/view.hpp"

#include "core/refusal.hpp"

#include <array>
#include <concepts>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

using coppice::shape;
using coppice::view;

TEST_CASE("a view says where a tensor lies, and is row-major unless told otherwise") {
    std::array<float, 24> memory{};
    const view<float> tensor(memory.data(), {2, 3, 4});
    CHECK(tensor.data() == memory.data());
    CHECK(tensor.rank() == 3);
    CHECK(tensor.size() == 24);
    CHECK(tensor.extent(1) == 3);
    CHECK(tensor.extents() == shape{2, 3, 4});
    CHECK(tensor.strides() == shape{12, 4, 1});

    const view<float> transposed(memory.data(), {4, 6}, {1, 4});
    CHECK(transposed.strides() == shape{1, 4});
}

TEST_CASE("a view of nothing is refused") {
    float* const nowhere = nullptr;
    float number = 0;
    CHECK(refusal([&] {
              view<float>(&number, {4, 0});
          }) == "view: shape is 4 x 0; it must be at least 1 along every axis");
    CHECK(refusal([&] {
              view<float>(&number, {-1});
          }) == "view: shape is -1; it must be at least 1 along every axis");
    CHECK(refusal([&] {
              view<float>(nowhere, {4, 2});
          }) == "view: data is null; it must be the address of the first element");
    CHECK(refusal([&] {
              view<float>(&number, {4, 2}, {1});
          }) == "view: number of strides is 1; it must be 2, one for every axis");
    CHECK(refusal([&] {
              view<float>(&number, {4}, {1, 1});
          }) == "view: number of strides is 2; it must be 1, one for every axis");
}

TEST_CASE("more elements than an index counts are refused before they are multiplied") {
    float number = 0;
    constexpr coppice::index large = coppice::index{1} << 32U;
    CHECK(refusal([&] {
              view<float>(&number, {large, large});
          }) == "view: shape is 4294967296 x 4294967296; it must be of at most 2^63 - 1 elements");
    CHECK(refusal([&] {
              view<float>(&number, {large, large}, {0, 0});
          }) == "view: shape is 4294967296 x 4294967296; it must be of at most 2^63 - 1 elements");
    CHECK(
        refusal([&] {
            return coppice::ohwi(&number, {1, large, 1, large});
        }) == "view: shape is 1 x 4294967296 x 1 x 4294967296; it must be of at most 2^63 - 1 "
              "elements");
    CHECK(view<float>(&number, {large, large / 2 - 1}).size() == large * (large / 2 - 1));
}

TEST_CASE("a stride below 0 is refused, and so is one that leads beyond what an index counts") {
    float number = 0;
    CHECK(refusal([&] {
              view<float>(&number, {4, 2}, {2, -1});
          }) == "view: strides is 2 x -1; it must be at least 0 along every axis");
    constexpr coppice::index large = coppice::index{1} << 62U;
    CHECK(
        refusal([&] {
            view<float>(&number, {3, 2}, {large, 1});
        }) == "view: strides is 4611686018427387904 x 1; it must be such that no element lies "
              "more than 2^63 - 1 after the first");
    CHECK(view<float>(&number, {2, 1}, {large, 2 * (large - 1)}).strides()[0] == large);
    CHECK(view<float>(&number, {4, 2}, {0, 1}).strides() == shape{0, 1});
}

TEST_CASE("a view is known where it is compiled") {
    static constexpr double number = 3;
    constexpr view<const double> row(&number, {1, 1});
    static_assert(row.strides() == shape{1, 1});
    static_assert(view<const double>(&number, {2, 1}, {0, 1}).size() == 2);
}

TEST_CASE("a scalar has a view") {
    double number = 3;
    const view<double> scalar(&number, {});
    CHECK(scalar.rank() == 0);
    CHECK(scalar.size() == 1);
}

TEST_CASE("what may be written may also be read, not the other way round") {
    std::array<float, 6> memory{};
    const view<float> writable(memory.data(), {2, 3}, {1, 2});
    const view<const float> readable = writable;
    CHECK(readable.data() == memory.data());
    CHECK(readable.extents() == writable.extents());
    CHECK(readable.strides() == writable.strides());
    static_assert(!std::convertible_to<view<const float>, view<float>>);
    static_assert(!std::convertible_to<view<float>, view<const double>>);
    static_assert(std::is_trivially_copyable_v<view<float>>);
}

TEST_CASE("an OHWI weight is seen as output x input x height x width") {
    constexpr coppice::index outputs = 2;
    constexpr coppice::index inputs = 3;
    constexpr coppice::index height = 4;
    constexpr coppice::index width = 5;
    std::vector<float> memory(outputs * inputs * height * width);
    const view<float> weight = coppice::ohwi(memory.data(), {outputs, inputs, height, width});
    CHECK(weight.extents() == shape{outputs, inputs, height, width});
    const shape& strides = weight.strides();
    coppice::index position = 0;
    for (coppice::index o = 0; o < outputs; ++o) {
        for (coppice::index h = 0; h < height; ++h) {
            for (coppice::index w = 0; w < width; ++w) {
                for (coppice::index i = 0; i < inputs; ++i) {
                    CHECK(
                        o * strides[0] + i * strides[1] + h * strides[2] + w * strides[3] ==
                        position++);
                }
            }
        }
    }
}

TEST_CASE("only a convolution's weight is OHWI") {
    float number = 0;
    CHECK(refusal([&] {
              return coppice::ohwi(&number, {1, 1});
          }) == "ohwi: shape is 1 x 1; it must be output x input x height x width");
    CHECK(refusal([&] {
              return coppice::ohwi(&number, {1, 1, 0, 1});
          }) == "view: shape is 1 x 1 x 0 x 1; it must be at least 1 along every axis");
}
