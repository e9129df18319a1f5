#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda/grid.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include "coppice/backend/cuda/block.cuh"
#include "coppice/backend/cuda/check.cuh"
#include "coppice/backend/cuda/memory.cuh"
#include "coppice/backend/grid/concept.hpp"
#include "coppice/core/shape.hpp"

#include <cub/device/device_radix_sort.cuh>
#include <cuda_runtime.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace coppice::backend::detail {

/// A device and a stream of it: see grid/concept.hpp.
class device_grid {
  public:
    template <class T>
    using buffer = device_memory<T>;

    /// @throws coppice::error where there is no device
    explicit device_grid(cudaStream_t stream) : stream_(stream), arrival_(most_at_once) {
        int device = 0;
        int processors = 0;
        check_cuda(cudaGetDevice(&device), "cudaGetDevice", "for the current device");
        check_cuda(
            cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device),
            "cudaDeviceGetAttribute", "for the number of processors");
        blocks_at_once_ = index{processors} * blocks_of_processor;
    }

    [[nodiscard]] cudaStream_t stream() const { return stream_; }
    [[nodiscard]] index blocks_at_once() const { return blocks_at_once_; }

    template <class T>
    [[nodiscard]] buffer<T> allocate(index n) const {
        return {n, stream_};
    }

    template <class Body>
    void launch(index blocks, const Body& body) const {
        run_body<<<static_cast<unsigned>(blocks), grid::threads_in_block, 0, stream_>>>(body);
        if (const cudaError_t result = cudaGetLastError(); result != cudaSuccess) {
            check_cuda(result, "a launch", "of " + text(blocks) + " blocks");
        }
    }

    void clear(void* at, index bytes) const {
        if (bytes > 0) {
            called(cudaMemsetAsync(at, 0, as_size(bytes), stream_), "cudaMemsetAsync", bytes);
        }
    }

    /// Waits, for CUDA does not if it can read the host's memory by itself: pinned, or any on some
    /// machines.
    void to_grid(void* to, const void* from, index bytes) const {
        move(to, from, bytes, cudaMemcpyHostToDevice);
        called(cudaStreamSynchronize(stream_), "cudaStreamSynchronize", bytes);
    }

    /// A little by way of memory that the device reaches by itself, so that CUDA takes no other
    /// way.
    void to_host(void* to, const void* from, index bytes) const {
        const bool little = bytes > 0 && bytes <= arrival_.size();
        move(little ? arrival_.data() : to, from, bytes, cudaMemcpyDeviceToHost);
        called(cudaStreamSynchronize(stream_), "cudaStreamSynchronize", bytes);
        if (little) {
            std::memcpy(to, arrival_.data(), as_size(bytes));
        }
    }

    void within(void* to, const void* from, index bytes) const {
        move(to, from, bytes, cudaMemcpyDeviceToDevice);
    }

    /// With CUB's radix sort. Takes memory from the stream's pool where the space is too small.
    /// A template, so that only who calls it waits for the compiler.
    template <std::same_as<std::uint32_t> Number>
    void sort_pairs(
        std::uint64_t* keys, std::uint64_t* other_keys, Number* numbers, Number* other_numbers,
        index n, std::byte* space, index bytes) const {
        cub::DoubleBuffer<std::uint64_t> both_keys(keys, other_keys);
        cub::DoubleBuffer<Number> both_numbers(numbers, other_numbers);
        const index needed = space_to_sort<Number>(n);
        buffer<std::byte> more;
        if (needed > bytes) {
            more = buffer<std::byte>(needed, stream_);
            space = more.data();
        }
        std::size_t space_bytes = as_size(needed);
        call_sort(space, space_bytes, both_keys, both_numbers, n);
        if (both_keys.Current() != keys) {
            within(keys, other_keys, n * static_cast<index>(sizeof *keys));
        }
        if (both_numbers.Current() != numbers) {
            within(numbers, other_numbers, n * static_cast<index>(sizeof *numbers));
        }
    }

    template <std::same_as<std::uint32_t> Number = std::uint32_t>
    [[nodiscard]] index space_to_sort(index n) const {
        cub::DoubleBuffer<std::uint64_t> keys;
        cub::DoubleBuffer<Number> numbers;
        std::size_t bytes = 0;
        call_sort(nullptr, bytes, keys, numbers, n);
        return static_cast<index>(bytes);
    }

  private:
    /// Asks for the bytes of space if there is none.
    template <class Number>
    void call_sort(
        void* space, std::size_t& bytes, cub::DoubleBuffer<std::uint64_t>& keys,
        cub::DoubleBuffer<Number>& numbers, index n) const {
        called(
            cub::DeviceRadixSort::SortPairs(space, bytes, keys, numbers, n, 0, 64, stream_),
            "cub::DeviceRadixSort::SortPairs", n * static_cast<index>(sizeof(std::uint64_t)));
    }

    static constexpr index most_at_once = 4096;     ///< bytes to the host: see to_host
    static constexpr index blocks_of_processor = 8; ///< of 8 warps: all that may be resident

    [[nodiscard]] static std::size_t as_size(index bytes) {
        return static_cast<std::size_t>(bytes);
    }

    static void called(cudaError_t result, const char* call, index bytes) {
        if (result != cudaSuccess) {
            check_cuda(result, call, "of " + text(bytes) + " bytes");
        }
    }

    void move(void* to, const void* from, index bytes, cudaMemcpyKind kind) const {
        if (bytes > 0) {
            called(
                cudaMemcpyAsync(to, from, as_size(bytes), kind, stream_), "cudaMemcpyAsync", bytes);
        }
    }

    cudaStream_t stream_;
    pinned_memory arrival_;
    index blocks_at_once_ = 0;
};

static_assert(grid::executor<device_grid>);

} // namespace coppice::backend::detail
