#include "nn/cuda/check.hpp"

#include <coppice/core/error.hpp>

namespace nn {

void fail_cuda(cudaError_t result, const char* call, const std::string& what) {
    cudaGetLastError(); // is forgotten, unless the device is lost
    throw coppice::error(
        what, call, std::string(cudaGetErrorName(result)) + " (" + cudaGetErrorString(result) + ")",
        "cudaSuccess");
}

void fail_cudnn(cudnnStatus_t result, const char* call, const std::string& what) {
    throw coppice::error(what, call, cudnnGetErrorString(result), "CUDNN_STATUS_SUCCESS");
}

void fail_cublas(cublasStatus_t result, const char* call, const std::string& what) {
    throw coppice::error(what, call, cublasGetStatusName(result), "CUBLAS_STATUS_SUCCESS");
}

} // namespace nn
