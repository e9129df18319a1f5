#include "nn/accelerator/column_major.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

float element(const matrix_factor& of, std::size_t row, std::size_t column) {
    return of.transposed ? of.data[row * of.stride + column] : of.data[column * of.stride + row];
}

/// As a library with column-major matrices multiplies.
std::vector<float> multiply_columns(const column_major_product& asked) {
    std::vector<float> product(asked.stride * asked.columns);
    for (std::size_t column = 0; column < asked.columns; ++column) {
        for (std::size_t row = 0; row < asked.rows; ++row) {
            float& sum = product[column * asked.stride + row];
            for (std::size_t place = 0; place < asked.inner; ++place) {
                sum += element(asked.first, row, place) * element(asked.second, place, column);
            }
        }
    }
    return product;
}

TEST_CASE("a product of row-major matrices is asked for by columns") {
    constexpr std::size_t rows = 3;
    constexpr std::size_t inner = 5;
    constexpr std::size_t columns = 2;
    const tensor a = test::random_tensor({rows * inner}, 1);
    const tensor b = test::random_tensor({inner * columns}, 2);
    for (const bool first_transposed : {false, true}) {
        for (const bool second_transposed : {false, true}) {
            const matrix_factor first{a.data(), first_transposed ? rows : inner, first_transposed};
            const matrix_factor second{
                b.data(), second_transposed ? inner : columns, second_transposed};
            std::vector<float> expected(rows * columns);
            multiply(rows, inner, columns, first, second, expected.data(), columns);
            const std::vector<float> found =
                multiply_columns(in_columns(rows, inner, columns, first, second));
            for (std::size_t place = 0; place < expected.size(); ++place) {
                CHECK(found[place] == doctest::Approx(expected[place]).epsilon(1e-5));
            }
        }
    }
}

} // namespace
