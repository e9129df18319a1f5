#pragma once

#include <cstddef>

namespace nn {

/// A row-major matrix, or what it becomes when rows and columns change places.
struct matrix_factor {
    const float* data = nullptr;
    /// Numbers from one row in memory to the next.
    std::size_t stride = 0;
    bool transposed = false;
};

/// product [rows, columns] = first [rows, inner] * second [inner, columns], or that added to it;
/// `stride` numbers lie between rows of the product. By Eigen or, where it is installed and faster,
/// by oneDNN, on the thread that calls.
void multiply(
    std::size_t rows, std::size_t inner, std::size_t columns, const matrix_factor& first,
    const matrix_factor& second, float* product, std::size_t stride, bool add = false);

} // namespace nn
