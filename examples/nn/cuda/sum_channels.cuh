#pragma once

#ifndef __CUDACC__
#error "nn/cuda/sum_channels.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include <cstdint>

#include <cuda_runtime.h>

#include "nn/accelerator/sums.hpp"

namespace nn {

/// A block adds up a slab of a part of the channels; the last one of a part, all slabs.
/// @param parts    of the channels: cut.blocks_across()
/// @param slabs    memory of cut.sums()
/// @param arrived  by part of the channels, blocks that are done: zero before and after
template <class Terms, class Finish>
__global__ void __launch_bounds__(sum_cut::most_threads) add_up_channels(
    const sum_cut cut, std::uint32_t parts, const __grid_constant__ Terms terms, sum_pair* slabs,
    std::uint32_t* arrived, const __grid_constant__ Finish finish) {
    __shared__ sum_pair of_threads[sum_cut::most_threads];
    const std::uint32_t slabs_of_part = gridDim.x / parts;
    const std::uint32_t own_slab = blockIdx.x / parts;
    const std::uint32_t part = blockIdx.x - own_slab * parts;
    const std::uint32_t width = cut.width();
    const std::uint32_t lanes = cut.lanes();
    const std::uint32_t lane = threadIdx.x / width;
    const std::uint32_t column = threadIdx.x - lane * width;
    const std::uint32_t channel = part * width + column;
    const bool takes_part = lane < lanes && channel < cut.channels;
    // Of all lanes of a column, for the first of them.
    const auto united = [&](const sum_pair& own) {
        of_threads[threadIdx.x] = own;
        __syncthreads();
        sum_pair sum;
        if (lane == 0) {
            for (std::uint32_t other = 0; other < lanes; ++other) {
                sum.add(of_threads[other * width + column]);
            }
        }
        return sum;
    };

    sum_pair own;
    if (takes_part) {
        const std::uint32_t begin = own_slab * cut.slab();
        const std::uint32_t left = cut.pixels - begin;
        const std::uint32_t end = begin + (left < cut.slab() ? left : cut.slab());
#pragma unroll 8
        for (std::uint32_t pixel = begin + lane; pixel < end; pixel += lanes) {
            terms.add(pixel * cut.channels + channel, channel, own);
        }
    }
    own = united(own);
    if (takes_part && lane == 0) {
        slabs[own_slab * cut.channels + channel] = own;
    }
    // Between barriers, one thread's fences are those of its block.
    __syncthreads();
    bool last = false;
    if (threadIdx.x == 0) {
        __threadfence();
        last = atomicAdd(&arrived[part], 1U) + 1 == slabs_of_part;
        if (last) {
            __threadfence();
            arrived[part] = 0;
        }
    }
    if (__syncthreads_or(static_cast<int>(last)) == 0) {
        return;
    }
    own = {};
    if (takes_part) {
#pragma unroll 8
        for (std::uint32_t slab = lane; slab < slabs_of_part; slab += lanes) {
            own.add(slabs[slab * cut.channels + channel]);
        }
    }
    own = united(own);
    if (takes_part && lane == 0) {
        finish(channel, own);
    }
}

/// Asks a stream to call finish(c, sums of the terms over all pixels) for each channel c.
/// @param slabs    device memory of cut.sums(), overwritten
/// @param arrived  device memory of cut.blocks_across(), zero, as it will be again
template <class Terms, class Finish>
[[nodiscard]] cudaError_t launch_sum_channels(
    const sum_cut& cut, const Terms& terms, sum_pair* slabs, std::uint32_t* arrived,
    const Finish& finish, cudaStream_t stream) {
    const std::uint32_t parts = cut.blocks_across();
    add_up_channels<<<cut.slabs() * parts, cut.threads(), 0, stream>>>(
        cut, parts, terms, slabs, arrived, finish);
    return cudaGetLastError();
}

} // namespace nn
