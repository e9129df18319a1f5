#include "nn/cuda/check.hpp"

#include <stdexcept>

namespace nn {
namespace {

[[noreturn]] void fail(const char* call, const std::string& what, const std::string& reason) {
    throw std::runtime_error(std::string(call) + " for " + what + " failed: " + reason);
}

} // namespace

void fail_cuda(cudaError_t result, const char* call, const std::string& what) {
    cudaGetLastError(); // is forgotten, unless the device is lost
    fail(
        call, what,
        std::string(cudaGetErrorName(result)) + " (" + cudaGetErrorString(result) + ")");
}

void fail_cudnn(cudnnStatus_t result, const char* call, const std::string& what) {
    fail(call, what, cudnnGetErrorString(result));
}

void fail_cublas(cublasStatus_t result, const char* call, const std::string& what) {
    fail(call, what, cublasGetStatusName(result));
}

} // namespace nn
