#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include "nn/engine/matrix_product.hpp"

namespace nn {

/// Matrix products by cuBLAS, in memory of a GPU: see accelerator/concept.hpp.
class products {
  public:
    /// @param workspace  of so many bytes, stays the caller's
    products(cudaStream_t stream, bool tf32, void* workspace, std::size_t bytes);

    void multiply(
        const std::string& layer, std::size_t rows, std::size_t inner, std::size_t columns,
        const matrix_factor& first, const matrix_factor& second, float* product);

  private:
    struct destroy {
        void operator()(cublasHandle_t handle) const { cublasDestroy(handle); }
    };

    std::unique_ptr<cublasContext, destroy> handle_{};
};

} // namespace nn
