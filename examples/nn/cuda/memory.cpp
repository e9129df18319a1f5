#include "nn/cuda/memory.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include "nn/cuda/check.hpp"

namespace nn {
namespace {

/// Describes a call by its size.
auto of_bytes(std::size_t bytes) {
    return [bytes] { return std::to_string(bytes) + " bytes"; };
}

} // namespace

// In whole pages, which move as a whole: what the host writes at every step shall not take with it
// what only the GPU writes.
void* managed_memory::do_allocate(std::size_t bytes, std::size_t /*alignment*/) {
    constexpr std::size_t page = 4096;
    void* memory = nullptr;
    check_cuda(
        cudaMallocManaged(&memory, (bytes + page - 1) / page * page, cudaMemAttachGlobal),
        "cudaMallocManaged", of_bytes(bytes));
    return memory;
}

// Waits until no kernel uses the memory any more.
void managed_memory::do_deallocate(void* memory, std::size_t /*bytes*/, std::size_t /*alignment*/) {
    cudaDeviceSynchronize(); // cudaFree only may
    cudaFree(memory);
}

bool managed_memory::do_is_equal(const memory_resource& other) const noexcept {
    return this == &other;
}

stream_memory::stream_memory(cudaStream_t stream) : stream_(stream) {
    int device = 0;
    const auto what = [] { return std::string("the current device"); };
    check_cuda(cudaGetDevice(&device), "cudaGetDevice", what);
    check_cuda(cudaDeviceGetDefaultMemPool(&pool_, device), "cudaDeviceGetDefaultMemPool", what);
    std::uint64_t kept = std::numeric_limits<std::uint64_t>::max();
    check_cuda(
        cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &kept),
        "cudaMemPoolSetAttribute", what);
}

void* stream_memory::take(std::size_t bytes, const std::string& whose) {
    void* memory = nullptr;
    check_cuda(cudaMallocAsync(&memory, bytes, stream_), "cudaMallocAsync", [&] {
        return whose + ", " + std::to_string(bytes) + " bytes";
    });
    return memory;
}

void stream_memory::trim() {
    const auto what = [] { return std::string("memory that was given back"); };
    check_cuda(cudaStreamSynchronize(stream_), "cudaStreamSynchronize", what);
    check_cuda(cudaMemPoolTrimTo(pool_, 0), "cudaMemPoolTrimTo", what);
}

void* stream_memory::do_allocate(std::size_t bytes, std::size_t /*alignment*/) {
    return take(bytes, "a device");
}

void stream_memory::do_deallocate(void* memory, std::size_t /*bytes*/, std::size_t /*alignment*/) {
    cudaFreeAsync(memory, stream_);
}

bool stream_memory::do_is_equal(const memory_resource& other) const noexcept {
    return this == &other;
}

staging::~staging() {
    cudaFreeHost(data_);
}

float* staging::room(std::size_t count) {
    if (count > size_) {
        cudaFreeHost(data_);
        data_ = nullptr;
        size_ = 0;
        void* memory = nullptr;
        const std::size_t bytes = count * sizeof(float);
        check_cuda(cudaMallocHost(&memory, bytes), "cudaMallocHost", of_bytes(bytes));
        data_ = static_cast<float*>(memory);
        size_ = count;
    }
    return data_;
}

} // namespace nn
