#pragma once

#include <cstddef>

#include "nn/engine/matrix_product.hpp"

namespace nn {

/// A product as a library asks for it whose matrices are column-major: [rows, inner] times
/// [inner, columns], each factor transposed or not, with so many numbers from one of its columns in
/// memory to the next.
struct column_major_product {
    std::size_t rows = 0;
    std::size_t inner = 0;
    std::size_t columns = 0;
    matrix_factor first{};
    matrix_factor second{};
    std::size_t stride = 0;
};

/// Row-major memory, read by columns, is the transposed matrix, and (a b)' = b' a'.
[[nodiscard]] inline column_major_product in_columns(
    std::size_t rows, std::size_t inner, std::size_t columns, const matrix_factor& first,
    const matrix_factor& second) {
    return {columns, inner, rows, second, first, columns};
}

} // namespace nn
