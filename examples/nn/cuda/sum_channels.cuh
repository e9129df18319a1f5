#pragma once

#ifndef __CUDACC__
#error "nn/cuda/sum_channels.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include <cstdint>

#include <cuda_runtime.h>

#include "nn/accelerator/sums.hpp"

namespace nn {

/// Calls add(read(i)) for i = begin, begin + step, ... below end: eight are read, as long as there
/// are as many, before the first is added.
template <class Read, class Add>
__device__ void in_eights(
    std::uint32_t begin, std::uint32_t end, std::uint32_t step, const Read& read, const Add& add) {
    for (; begin + 7 * step < end; begin += 8 * step) {
        decltype(read(begin)) eight[8];
#pragma unroll
        for (std::uint32_t i = 0; i < 8; ++i) {
            eight[i] = read(begin + i * step);
        }
#pragma unroll
        for (std::uint32_t i = 0; i < 8; ++i) {
            add(eight[i]);
        }
    }
    for (; begin < end; begin += step) {
        add(read(begin));
    }
}

/// A block adds up a slab of a part of the channels; the last one of a part, all slabs. Four blocks
/// to a multiprocessor leave a thread the registers for its eight reads.
/// @param slabs    memory of cut.sums()
/// @param arrived  by part of the channels, blocks that are done: zero before and after
template <class Terms, class Finish>
__global__ void __launch_bounds__(sum_cut::most_threads, 4) add_up_channels(
    const sum_cut cut, const __grid_constant__ Terms terms, sum_pair* slabs, std::uint32_t* arrived,
    const __grid_constant__ Finish finish) {
    __shared__ double firsts[sum_cut::most_threads];
    __shared__ double seconds[sum_cut::most_threads];
    const std::uint32_t parts = cut.blocks_across();
    const std::uint32_t slabs_of_part = cut.slabs();
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
        firsts[threadIdx.x] = own.first;
        seconds[threadIdx.x] = own.second;
        __syncthreads();
        sum_pair sum;
        if (lane == 0) {
            for (std::uint32_t other = 0; other < lanes; ++other) {
                const std::uint32_t its = other * width + column;
                sum.add({firsts[its], seconds[its]});
            }
        }
        return sum;
    };

    sum_pair own;
    if (takes_part) {
        const std::uint32_t begin = own_slab * cut.slab();
        const std::uint32_t left = cut.pixels - begin;
        const std::uint32_t end = begin + (left < cut.slab() ? left : cut.slab());
        in_eights(
            begin + lane, end, lanes,
            [&](std::uint32_t pixel) {
                return terms.read(pixel * cut.channels + channel, channel);
            },
            [&](const auto& numbers) { terms.add(numbers, own); });
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
        in_eights(
            lane, slabs_of_part, lanes,
            [&](std::uint32_t slab) { return slabs[slab * cut.channels + channel]; },
            [&](const sum_pair& of_slab) { own.add(of_slab); });
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
    add_up_channels<<<cut.slabs() * cut.blocks_across(), cut.threads(), 0, stream>>>(
        cut, terms, slabs, arrived, finish);
    return cudaGetLastError();
}

} // namespace nn
