#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#if defined(__CUDA_FTZ) || defined(__USE_FAST_MATH__)
#error                                                                                             \
    "coppice compares weights by their last bits: compile it without --use_fast_math and -ftz=true."
#endif

#include "coppice/backend/cuda/elements.cuh"
#include "coppice/backend/cuda/grid.cuh"
#include "coppice/backend/grid/backend.hpp"

#include <cuda_runtime.h>

#include <cstddef>
#include <span>

namespace coppice::backend {

/// A GPU: device memory, on the stream of the caller, who has made the device current. Needs nvcc
/// and the CMake target coppice::cuda. All work is in the order of that stream; a call waits for it
/// only to bring a number or a mask to the host: `total`, `kept`, `at_most`, the selections,
/// `download`; and to take a copy of the host's memory: `upload`, `gather`.
///
/// Errors of CUDA are coppice::error, with the call and its size. They may come from work that was
/// asked for before, as CUDA reports them; the host's memory is only written by `download` and by
/// what a call returns.
class cuda : public grid::on_grid<detail::device_grid> {
  public:
    /// Scratch that the sums over a billion weights need, and sorting millions of scores.
    static constexpr index usual_scratch = index{4} << 20;

    /// Takes `usual_scratch` bytes of device memory, once and for all. As the other way to make
    /// one, takes 4 KiB of the host's memory, too, page-locked.
    /// @throws coppice::error where there is no device
    explicit cuda(cudaStream_t stream = nullptr)
        : cuda(
              detail::device_grid(stream),
              detail::device_memory<std::byte>(usual_scratch, stream)) {}

    /// Works in memory of the caller's.
    /// @param scratch  at least `least_scratch` bytes of device memory, as aligned as cudaMalloc's
    cuda(cudaStream_t stream, std::span<std::byte> scratch)
        : grid::on_grid<detail::device_grid>(detail::device_grid(stream), scratch) {}

    [[nodiscard]] cudaStream_t stream() const { return executor().stream(); }

  private:
    cuda(detail::device_grid grid, detail::device_memory<std::byte> scratch)
        : grid::on_grid<detail::device_grid>(
              std::move(grid),
              std::span<std::byte>(scratch.data(), static_cast<std::size_t>(scratch.size()))),
          owned_(std::move(scratch)) {}

    detail::device_memory<std::byte> owned_;
};

} // namespace coppice::backend
