#pragma once

#ifndef __CUDACC__
#error "nn/cuda/for_each.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include <cstddef>
#include <cstdint>

#include <cuda_runtime.h>

namespace nn {

template <class Each>
__global__ void call_for_each(std::uint32_t count, const __grid_constant__ Each each) {
    const std::uint32_t place = blockIdx.x * blockDim.x + threadIdx.x;
    if (place < count) {
        each(place);
    }
}

/// Asks a stream to call each(i) for each i in [0, count).
template <class Each>
[[nodiscard]] cudaError_t
launch_for_each(std::size_t count, const Each& each, cudaStream_t stream) {
    constexpr unsigned threads_of_block = 256;
    if (count == 0) {
        return cudaSuccess;
    }
    const auto blocks = static_cast<unsigned>((count + threads_of_block - 1) / threads_of_block);
    call_for_each<<<blocks, threads_of_block, 0, stream>>>(static_cast<std::uint32_t>(count), each);
    return cudaGetLastError();
}

} // namespace nn
