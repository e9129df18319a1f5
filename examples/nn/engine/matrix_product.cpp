#include "nn/engine/matrix_product.hpp"

#include "nn/matrix.hpp"

namespace nn {

namespace {

/// Calls `body` with the matrix, which has these extents once it is transposed if need be.
template <class Body>
void with(const matrix_factor& from, std::size_t rows, std::size_t columns, const Body& body) {
    if (from.transposed) {
        body(as_matrix(from.data, columns, rows, from.stride).transpose());
    } else {
        body(as_matrix(from.data, rows, columns, from.stride));
    }
}

} // namespace

void multiply(
    std::size_t rows, std::size_t inner, std::size_t columns, const matrix_factor& first,
    const matrix_factor& second, float* product, std::size_t stride) {
    auto target = as_matrix(product, rows, columns, stride);
    with(first, rows, inner, [&](const auto& left) {
        with(second, inner, columns, [&](const auto& right) { target.noalias() = left * right; });
    });
}

} // namespace nn
