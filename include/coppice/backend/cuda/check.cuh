#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda/check.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <cuda_runtime.h>

#include <string>

namespace coppice::backend::detail {

/// Refuses what a call of CUDA returns.
/// @param call   its name
/// @param what   what it was for, with its size
/// @throws coppice::error unless it is cudaSuccess
inline void check_cuda(cudaError_t result, const char* call, const std::string& what) {
    if (result != cudaSuccess) {
        cudaGetLastError(); // is forgotten, unless the device is lost
        throw error(
            "backend::cuda", std::string(call) + " " + what,
            std::string(cudaGetErrorName(result)) + " (" + cudaGetErrorString(result) + ")",
            "cudaSuccess");
    }
}

} // namespace coppice::backend::detail
