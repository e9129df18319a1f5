#include "nn/cuda/gpu.hpp"

#include <stdexcept>
#include <string>

#include "nn/accelerator/accelerated_device.hpp"
#include "nn/cuda/gpu_accelerator.cuh"

namespace nn {
namespace {

static_assert(accelerator<gpu_accelerator>);

class cuda_gpu : public accelerated_device<gpu_accelerator, gpu> {
  public:
    using accelerated_device::accelerated_device;

    [[nodiscard]] void* stream() const override { return engine().stream(); }
    [[nodiscard]] std::size_t replayed() const override { return engine().replayed(); }
};

int attribute(cudaDeviceAttr which, int device) {
    int value = 0;
    check_cuda(cudaDeviceGetAttribute(&value, which, device), "cudaDeviceGetAttribute", [] {
        return std::string("the current device");
    });
    return value;
}

void expect_gpu() {
    int count = 0;
    if (const cudaError_t result = cudaGetDeviceCount(&count);
        result != cudaSuccess || count == 0) {
        throw std::runtime_error(
            std::string("there is no GPU here: cudaGetDeviceCount says ") +
            (result == cudaSuccess ? "0 devices" : cudaGetErrorString(result)));
    }
    int device = 0;
    check_cuda(cudaGetDevice(&device), "cudaGetDevice", [] { return std::string("this thread"); });
    if (attribute(cudaDevAttrConcurrentManagedAccess, device) == 0 ||
        attribute(cudaDevAttrMemoryPoolsSupported, device) == 0) {
        throw std::runtime_error(
            "this GPU does not share memory with the host at any moment, or has no memory pools, "
            "both of which are needed");
    }
}

} // namespace

bool has_gpu() {
    int count = 0;
    return cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
}

std::unique_ptr<gpu> make_gpu(const gpu_options& options) {
    expect_gpu();
    return std::make_unique<cuda_gpu>(options);
}

} // namespace nn
