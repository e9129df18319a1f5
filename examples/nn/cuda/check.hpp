#pragma once

#include <string>

#include <cublas_v2.h>
#include <cuda_runtime_api.h>
#include <cudnn.h>

namespace nn {

// Each throws coppice::error unless the call was a success: "WHAT: CALL is REASON; it must be ...".
// What a call is for is put together only then.

void fail_cuda(cudaError_t result, const char* call, const std::string& what);
void fail_cudnn(cudnnStatus_t result, const char* call, const std::string& what);
void fail_cublas(cublasStatus_t result, const char* call, const std::string& what);

template <class Describe>
void check_cuda(cudaError_t result, const char* call, const Describe& describe) {
    if (result != cudaSuccess) {
        fail_cuda(result, call, describe());
    }
}

template <class Describe>
void check_cudnn(cudnnStatus_t result, const char* call, const Describe& describe) {
    if (result != CUDNN_STATUS_SUCCESS) {
        fail_cudnn(result, call, describe());
    }
}

template <class Describe>
void check_cublas(cublasStatus_t result, const char* call, const Describe& describe) {
    if (result != CUBLAS_STATUS_SUCCESS) {
        fail_cublas(result, call, describe());
    }
}

} // namespace nn
