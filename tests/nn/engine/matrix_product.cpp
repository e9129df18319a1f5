#include "nn/engine/matrix_product.hpp"

#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

float at(const matrix_factor& from, std::size_t row, std::size_t column) {
    return from.transposed ? from.data[column * from.stride + row]
                           : from.data[row * from.stride + column];
}

void check_product(std::size_t wide) {
    CAPTURE(wide);
    const std::size_t rows = 5;
    const std::size_t inner = 37;
    const std::size_t columns = 6;
    const tensor left = test::random_tensor({41, wide}, 1);
    const tensor right = test::random_tensor({41, wide}, 2);
    for (const bool first_transposed : {false, true}) {
        for (const bool second_transposed : {false, true}) {
            const matrix_factor first{left.data(), wide, first_transposed};
            const matrix_factor second{right.data(), wide, second_transposed};
            tensor product({rows, columns + 2});
            product.fill(7.0F);
            multiply(rows, inner, columns, first, second, product.data(), columns + 2);
            tensor sum_of_both({rows, columns + 2});
            sum_of_both.fill(7.0F);
            multiply(rows, inner, columns, first, second, sum_of_both.data(), columns + 2, true);
            for (std::size_t row = 0; row < rows; ++row) {
                for (std::size_t column = 0; column < columns; ++column) {
                    double sum = 0.0;
                    for (std::size_t k = 0; k < inner; ++k) {
                        sum += static_cast<double>(at(first, row, k) * at(second, k, column));
                    }
                    CHECK(
                        static_cast<double>(product[row * (columns + 2) + column]) ==
                        doctest::Approx(sum).epsilon(1e-5));
                    CHECK(
                        static_cast<double>(sum_of_both[row * (columns + 2) + column]) ==
                        doctest::Approx(7.0 + sum).epsilon(1e-5));
                }
                CHECK(product[row * (columns + 2) + columns] == 7.0F);
                CHECK(sum_of_both[row * (columns + 2) + columns] == 7.0F);
            }
        }
    }
}

TEST_CASE("a product of matrices is what its definition says, between rows of something else") {
    check_product(41);
    check_product(4099); // rows many pages apart
}

} // namespace
