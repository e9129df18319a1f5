#include "nn/engine/matrix_product.hpp"

#include "nn/matrix.hpp"

#ifdef NN_ONEDNN
#include <stdexcept>
#include <string>

#include <dnnl.h>

#include "nn/parallel.hpp"
#endif

namespace nn {

namespace {

#ifdef NN_ONEDNN

/// Whether oneDNN is the faster of the two: unless it has to go down the columns of a matrix, the
/// second factor or the product, whose rows lie more than two pages apart.
bool suits_onednn(const matrix_factor& second, std::size_t stride) {
    constexpr std::size_t two_pages = 8192 / sizeof(float);
    return second.transposed || (second.stride <= two_pages && stride <= two_pages);
}

void multiply_by_onednn(
    std::size_t rows, std::size_t inner, std::size_t columns, const matrix_factor& first,
    const matrix_factor& second, float* product, std::size_t stride, bool add) {
    const auto number = [](std::size_t value) { return static_cast<dnnl_dim_t>(value); };
    const auto spelt = [](const matrix_factor& factor) { return factor.transposed ? 'T' : 'N'; };
    const one_thread alone; // sums come out the same with any number of threads
    const dnnl_status_t status = dnnl_sgemm(
        spelt(first), spelt(second), number(rows), number(columns), number(inner), 1.0F, first.data,
        number(first.stride), second.data, number(second.stride), add ? 1.0F : 0.0F, product,
        number(stride));
    if (status != dnnl_success) {
        throw std::runtime_error(
            "oneDNN: a product of " + std::to_string(rows) + "x" + std::to_string(inner) + " and " +
            std::to_string(inner) + "x" + std::to_string(columns) + " failed with status " +
            std::to_string(status));
    }
}

#endif

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
    const matrix_factor& second, float* product, std::size_t stride, bool add) {
#ifdef NN_ONEDNN
    if (suits_onednn(second, stride)) {
        multiply_by_onednn(rows, inner, columns, first, second, product, stride, add);
        return;
    }
#endif
    auto target = as_matrix(product, rows, columns, stride);
    with(first, rows, inner, [&](const auto& left) {
        with(second, inner, columns, [&](const auto& right) {
            if (add) {
                target.noalias() += left * right;
            } else {
                target.noalias() = left * right;
            }
        });
    });
}

} // namespace nn
