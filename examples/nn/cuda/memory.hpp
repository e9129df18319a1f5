#pragma once

#include <cstddef>
#include <memory_resource>
#include <string>

#include <cuda_runtime_api.h>

#include "nn/accelerator/device_memory.hpp"

namespace nn {

/// Memory that host and GPU both reach, and that moves to who touches it.
class managed_memory : public std::pmr::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override;
};

/// A GPU's own memory, taken and given back in the order of a stream, from a pool that keeps what
/// it once had.
class stream_memory : public device_memory {
  public:
    explicit stream_memory(cudaStream_t stream);

    /// Throws coppice::error, with the call, `whose` and the size, where the GPU has no more.
    [[nodiscard]] void* take(std::size_t bytes, const std::string& whose) override;

    /// Waits for all work.
    void trim() override;

  private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override;

    cudaStream_t stream_;
    cudaMemPool_t pool_ = nullptr;
};

/// Memory of the host's that a GPU copies from and to without the host's help. Grows as needed.
class staging {
  public:
    staging() = default;
    staging(const staging&) = delete;
    staging(staging&&) = delete;
    staging& operator=(const staging&) = delete;
    staging& operator=(staging&&) = delete;
    ~staging();

    /// Room for `count` numbers, of any content.
    [[nodiscard]] float* room(std::size_t count);

  private:
    float* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace nn
