#include "nn/engine/matrix_product.hpp"

#ifdef NN_ONEDNN
#include <oneapi/dnnl/dnnl.h>

#include <stdexcept>

#include "nn/parallel.hpp"
#else
#include "nn/matrix.hpp"
#endif

namespace nn {

#ifdef NN_ONEDNN

void multiply(
    std::size_t rows, std::size_t inner, std::size_t columns, const matrix_factor& first,
    const matrix_factor& second, float* product, std::size_t stride) {
    const one_thread alone;
    const auto extent = [](std::size_t size) { return static_cast<dnnl_dim_t>(size); };
    const dnnl_status_t status = dnnl_sgemm(
        first.transposed ? 'T' : 'N', second.transposed ? 'T' : 'N', extent(rows), extent(columns),
        extent(inner), 1.0F, first.data, extent(first.stride), second.data, extent(second.stride),
        0.0F, product, extent(stride));
    if (status != dnnl_success) {
        throw std::runtime_error("oneDNN could not multiply two matrices");
    }
}

#else

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

#endif

} // namespace nn
