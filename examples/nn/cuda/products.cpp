#include "nn/cuda/products.hpp"

#include "nn/accelerator/column_major.hpp"
#include "nn/cuda/check.hpp"

namespace nn {

products::products(cudaStream_t stream, bool tf32, void* workspace, std::size_t bytes) {
    const auto what = [] { return std::string("the current device"); };
    cublasHandle_t handle = nullptr;
    check_cublas(cublasCreate(&handle), "cublasCreate", what);
    handle_.reset(handle);
    check_cublas(cublasSetStream(handle, stream), "cublasSetStream", what);
    check_cublas(cublasSetWorkspace(handle, workspace, bytes), "cublasSetWorkspace", what);
    check_cublas(
        cublasSetMathMode(handle, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH),
        "cublasSetMathMode", what);
}

void products::multiply(
    const std::string& layer, std::size_t rows, std::size_t inner, std::size_t columns,
    const matrix_factor& first, const matrix_factor& second, float* product) {
    const column_major_product same = in_columns(rows, inner, columns, first, second);
    const auto turned = [](const matrix_factor& factor) {
        return factor.transposed ? CUBLAS_OP_T : CUBLAS_OP_N;
    };
    const auto narrow = [](std::size_t number) { return static_cast<int>(number); };
    constexpr float one = 1.0F;
    constexpr float zero = 0.0F;
    check_cublas(
        cublasSgemm(
            handle_.get(), turned(same.first), turned(same.second), narrow(same.rows),
            narrow(same.columns), narrow(same.inner), &one, same.first.data,
            narrow(same.first.stride), same.second.data, narrow(same.second.stride), &zero, product,
            narrow(same.stride)),
        "cublasSgemm", [&] {
            return layer + ", " + std::to_string(rows) + "x" + std::to_string(inner) + " times " +
                   std::to_string(inner) + "x" + std::to_string(columns);
        });
}

} // namespace nn
