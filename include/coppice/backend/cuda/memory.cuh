#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda/memory.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include "coppice/backend/cuda/check.cuh"
#include "coppice/core/shape.hpp"

#include <cuda_runtime.h>

#include <utility>

namespace coppice::backend::detail {

/// Memory of a device, taken and given back in the order of a stream. Of any content at first.
template <class T>
class device_memory {
  public:
    device_memory() = default;

    /// @throws coppice::error where there is not as much
    device_memory(index n, cudaStream_t stream) : size_(n), stream_(stream) {
        if (n > 0) {
            void* taken = nullptr;
            check_cuda(
                cudaMallocAsync(&taken, static_cast<std::size_t>(n) * sizeof(T), stream),
                "cudaMallocAsync", "of " + text(n * static_cast<index>(sizeof(T))) + " bytes");
            data_ = static_cast<T*>(taken);
        }
    }

    device_memory(device_memory&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
          stream_(other.stream_) {}

    device_memory& operator=(device_memory&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(stream_, other.stream_);
        return *this;
    }

    ~device_memory() {
        if (data_ != nullptr) {
            cudaFreeAsync(data_, stream_);
        }
    }

    [[nodiscard]] T* data() const { return data_; }
    [[nodiscard]] index size() const { return size_; }

  private:
    T* data_ = nullptr;
    index size_ = 0;
    cudaStream_t stream_ = nullptr;
};

/// Memory of the host's that a device copies to without the host's help.
class pinned_memory {
  public:
    /// @throws coppice::error where there is not as much
    explicit pinned_memory(index bytes) : size_(bytes) {
        check_cuda(
            cudaMallocHost(&data_, static_cast<std::size_t>(bytes)), "cudaMallocHost",
            "of " + text(bytes) + " bytes");
    }

    pinned_memory(pinned_memory&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

    pinned_memory& operator=(pinned_memory&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }

    ~pinned_memory() {
        if (data_ != nullptr) {
            cudaFreeHost(data_);
        }
    }

    [[nodiscard]] void* data() const { return data_; }
    [[nodiscard]] index size() const { return size_; }

  private:
    void* data_ = nullptr;
    index size_ = 0;
};

} // namespace coppice::backend::detail
