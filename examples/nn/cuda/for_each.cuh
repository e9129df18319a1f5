#pragma once

#ifndef __CUDACC__
#error "nn/cuda/for_each.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include <cstddef>
#include <cstdint>

#include <cuda_runtime.h>

namespace nn {

/// What makes its numbers before it writes them: see accelerator/pixels.hpp.
template <class Each>
concept made_before_written = requires(const Each& each, std::uint32_t place) {
    each.to[place] = each.made(place);
};

inline constexpr unsigned threads_of_block = 256;
/// A thread that makes before it writes has so many reads on their way at once.
template <class Each>
inline constexpr unsigned places_of_thread = made_before_written<Each> ? 4 : 1;

/// A block has the places of its threads side by side, and then those again from the next on.
template <class Each>
__global__ void call_for_each(std::uint32_t count, const __grid_constant__ Each each) {
    constexpr unsigned places = places_of_thread<Each>;
    const std::uint32_t begin = blockIdx.x * (places * threads_of_block);
    const std::uint32_t first = begin + threadIdx.x;
    if constexpr (made_before_written<Each>) {
        if (count - begin >= places * threads_of_block) { // or else a read waits for the one before
            float made[places];
#pragma unroll
            for (unsigned i = 0; i < places; ++i) {
                made[i] = each.made(first + i * threads_of_block);
            }
#pragma unroll
            for (unsigned i = 0; i < places; ++i) {
                each.to[first + i * threads_of_block] = made[i];
            }
        } else {
            for (std::uint32_t place = first; place < count; place += threads_of_block) {
                each(place);
            }
        }
    } else if (first < count) {
        each(first);
    }
}

/// Asks a stream to call each(i) for each i in [0, count), or to make and write all that it would.
template <class Each>
[[nodiscard]] cudaError_t
launch_for_each(std::size_t count, const Each& each, cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess;
    }
    constexpr std::size_t of_block = places_of_thread<Each> * threads_of_block;
    call_for_each<<<
        static_cast<unsigned>((count + of_block - 1) / of_block), threads_of_block, 0, stream>>>(
        static_cast<std::uint32_t>(count), each);
    return cudaGetLastError();
}

} // namespace nn
