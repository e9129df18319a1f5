#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda/block.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include "coppice/backend/grid/concept.hpp"
#include "coppice/mask/view.hpp"

#include <cstdint>
#include <type_traits>

namespace coppice::backend::detail {

/// A number of a lane's own.
template <class T>
struct lane_number {
    T value;

    [[nodiscard]] const __device__ T& operator[](int /*own*/) const { return value; }
    [[nodiscard]] __device__ T& operator[](int /*own*/) { return value; }
};

/// The warp of a thread: see grid/concept.hpp.
class device_warp {
  public:
    [[nodiscard]] __device__ static int number() {
        return static_cast<int>(threadIdx.x) / grid::lanes;
    }

    template <class F>
    __device__ auto each(F f) const {
        using result = decltype(f(0));
        if constexpr (std::is_void_v<result>) {
            f(lane());
        } else {
            return lane_number<result>{f(lane())};
        }
    }

    template <class F>
    [[nodiscard]] __device__ std::uint32_t ballot(F f) const {
        return __ballot_sync(all, f(lane()));
    }

    template <class F>
    [[nodiscard]] __device__ std::uint32_t unite(F f) const {
        return united(f(lane()));
    }

    template <class F>
    [[nodiscard]] __device__ index sum(F f) const {
        index sum = f(lane());
        for (int apart = grid::lanes / 2; apart > 0; apart /= 2) {
            sum += __shfl_xor_sync(all, sum, apart);
        }
        return sum;
    }

    template <class F>
    [[nodiscard]] __device__ lane_number<index> sums_before(F f) const {
        const index own = f(lane());
        index sum = own;
        for (int apart = 1; apart < grid::lanes; apart *= 2) {
            const index before = __shfl_up_sync(all, sum, apart);
            sum += lane() >= apart ? before : 0;
        }
        return {sum - own};
    }

    template <class T, class Join>
    [[nodiscard]] __device__ T fold(lane_number<T> numbers, Join join) const {
        T result = numbers.value;
        for (int half = grid::lanes / 2; half > 0; half /= 2) {
            result = join(result, __shfl_down_sync(all, result, half));
        }
        return __shfl_sync(all, result, 0);
    }

    template <class F>
    __device__ auto once(F f) const {
        using result = decltype(f());
        if constexpr (std::is_void_v<result>) {
            if (lane() == 0) {
                f();
            }
        } else {
            result got{};
            if (lane() == 0) {
                got = f();
            }
            return __shfl_sync(all, got, 0);
        }
    }

    template <class T>
    [[nodiscard]] __device__ T same(lane_number<T> numbers, index from) const {
        return __shfl_sync(all, numbers.value, static_cast<int>(from));
    }

    __device__ static void sync() { __syncwarp(); }

    __device__ static std::uint32_t add(std::uint32_t* at, std::uint32_t number) {
        return atomicAdd(at, number);
    }
    __device__ static index add(index* at, index number) {
        return static_cast<index>(atomicAdd(
            reinterpret_cast<unsigned long long*>(at), static_cast<unsigned long long>(number)));
    }
    __device__ static void lower(index* at, index number) {
        atomicMin(reinterpret_cast<long long*>(at), static_cast<long long>(number));
    }
    __device__ static void set(mask::word* word, mask::word bits) {
        atomicOr(reinterpret_cast<unsigned long long*>(word), bits);
    }

  private:
    static constexpr std::uint32_t all = 0xFFFFFFFF;

    [[nodiscard]] __device__ static int lane() {
        return static_cast<int>(threadIdx.x) % grid::lanes;
    }

    [[nodiscard]] __device__ static std::uint32_t united(std::uint32_t bits) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
        return __reduce_or_sync(all, bits);
#else
        for (int apart = grid::lanes / 2; apart > 0; apart /= 2) {
            bits |= __shfl_xor_sync(all, bits, apart);
        }
        return bits;
#endif
    }
};

/// The block of a thread.
class device_block {
  public:
    [[nodiscard]] __device__ static index number() { return blockIdx.x; }
    [[nodiscard]] __device__ static index count() { return gridDim.x; }

    /// One T a body; those that follow one another have one each, side by side.
    template <class T>
    [[nodiscard]] __device__ T& shared() {
        __shared__ alignas(T) unsigned char memory[sizeof(T)];
        return *reinterpret_cast<T*>(memory);
    }

    template <class F>
    __device__ void each_warp(F f) {
        f(device_warp());
        __syncthreads();
    }

    /// Between barriers, one thread's fences are those of its block: what it wrote is visible to
    /// all before it is counted, and what the others wrote to its threads before they go on.
    [[nodiscard]] __device__ static bool last(index* arrived) {
        __syncthreads();
        bool through = false;
        if (threadIdx.x == 0) {
            __threadfence();
            through = device_warp::add(arrived, 1) + 1 == count();
            if (through) {
                __threadfence();
                *arrived = 0;
            }
        }
        return __syncthreads_or(static_cast<int>(through)) != 0;
    }
};

template <class Body>
__global__ void __launch_bounds__(grid::threads_in_block, grid::resident_blocks<Body>)
    run_body(const Body body) {
    device_block block;
    body(block);
}

} // namespace coppice::backend::detail
