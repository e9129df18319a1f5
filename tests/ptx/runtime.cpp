// The calls of CUDA's runtime that the backend and what it includes make, on a device that is an
// interpreter of PTX. What is asked for is done before a call returns, on whatever stream.

#include <cuda_runtime_api.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ptx/launch.hpp"
#include "ptx/memory.hpp"
#include "ptx/module.hpp"

namespace {

struct launch_shape {
    dim3 blocks;
    dim3 threads;
    std::size_t shared;
    cudaStream_t stream;
};

struct launches {
    std::map<const void*, std::string> kernels; ///< by the function that launches them
    std::vector<launch_shape> shapes;           ///< of launches that are being made
};

launches& known() {
    static launches only;
    return only;
}

cudaError_t run(const void* function, const launch_shape& shape, void** arguments) {
    if (shape.blocks.x == 0 || shape.blocks.y * shape.blocks.z != 1 ||
        shape.threads.y * shape.threads.z != 1 || shape.shared != 0) {
        throw std::runtime_error("a launch of a shape that is not known");
    }
    const auto kernel = known().kernels.find(function);
    if (kernel == known().kernels.end()) {
        throw std::runtime_error("a function is launched that is no kernel");
    }
    const ptx::kernel& of = ptx::kernel_of(kernel->second);
    std::vector<std::byte> parameters(of.parameter_bytes);
    for (std::size_t p = 0; p < of.parameters.size(); ++p) {
        std::memcpy(
            parameters.data() + of.parameters[p].offset, arguments[p], of.parameters[p].size);
    }
    ptx::launch(of, shape.blocks.x, shape.threads.x, parameters);
    return cudaSuccess;
}

/// What `nvcc -no-compress` embeds: images for several architectures, PTX among them as text. The
/// first of these is interpreted, for the lowest architecture.
struct fat_binary {
    int magic;
    int version;
    const unsigned char* images;
};

/// The length is that of the header, two bytes at 6, and of what follows, eight at 8.
std::string_view all_images(const unsigned char* images) {
    std::uint16_t header = 0;
    std::uint64_t rest = 0;
    std::memcpy(&header, images + 6, sizeof header);
    std::memcpy(&rest, images + 8, sizeof rest);
    return {reinterpret_cast<const char*>(images), header + rest};
}

} // namespace

extern "C" {

void** __cudaRegisterFatBinary(void* binary) {
    const std::string_view images = all_images(static_cast<const fat_binary*>(binary)->images);
    if (const std::size_t first = images.find(".version"); first != std::string_view::npos) {
        ptx::load(images.data() + first); // ends with a zero
    }
    static void* handle = nullptr;
    return &handle;
}

void __cudaRegisterFatBinaryEnd(void** /*handle*/) {}
void __cudaUnregisterFatBinary(void** /*handle*/) {}

void __cudaRegisterFunction(
    void** /*handle*/, const char* function, char* /*name*/, const char* kernel, int /*limit*/,
    uint3* /*thread*/, uint3* /*block*/, dim3* /*threads*/, dim3* /*blocks*/, int* /*size*/) {
    known().kernels[function] = kernel;
}

void __cudaRegisterVar(
    void** /*handle*/, char* /*variable*/, char* /*address*/, const char* /*name*/, int /*extern*/,
    std::size_t /*size*/, int /*constant*/, int /*global*/) {}

unsigned
__cudaPushCallConfiguration(dim3 blocks, dim3 threads, std::size_t shared, cudaStream_t stream) {
    known().shapes.push_back({blocks, threads, shared, stream});
    return 0;
}

cudaError_t
__cudaPopCallConfiguration(dim3* blocks, dim3* threads, std::size_t* shared, void* stream) {
    const launch_shape last = known().shapes.back();
    known().shapes.pop_back();
    *blocks = last.blocks;
    *threads = last.threads;
    *shared = last.shared;
    std::memcpy(stream, &last.stream, sizeof last.stream);
    return cudaSuccess;
}

cudaError_t __cudaGetKernel(cudaKernel_t* kernel, const void* function) {
    std::memcpy(kernel, &function, sizeof function);
    return cudaSuccess;
}

cudaError_t __cudaLaunchKernel(
    cudaKernel_t kernel, dim3 blocks, dim3 threads, void** arguments, std::size_t shared,
    cudaStream_t stream) {
    return run(kernel, {blocks, threads, shared, stream}, arguments);
}

cudaError_t cudaLaunchKernel(
    const void* function, dim3 blocks, dim3 threads, void** arguments, std::size_t shared,
    cudaStream_t stream) {
    return run(function, {blocks, threads, shared, stream}, arguments);
}

cudaError_t cudaGetDeviceCount(int* count) {
    *count = 1;
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int* device) {
    *device = 0;
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int /*device*/) {
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr which, int /*device*/) {
    switch (which) {
    case cudaDevAttrMultiProcessorCount:
        *value = 2; // so that there are several blocks, and several rounds of them
        break;
    case cudaDevAttrComputeCapabilityMajor:
        *value = ptx::capability() / 10;
        break;
    case cudaDevAttrComputeCapabilityMinor:
        *value = ptx::capability() % 10;
        break;
    case cudaDevAttrMaxGridDimX:
        *value = 2147483647;
        break;
    default:
        throw std::runtime_error("an attribute that is not known: " + std::to_string(which));
    }
    return cudaSuccess;
}

cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* of, const void* /*function*/) {
    *of = {};
    of->ptxVersion = ptx::capability();
    of->binaryVersion = ptx::capability();
    of->maxThreadsPerBlock = 1024;
    return cudaSuccess;
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(
    int* blocks, const void* /*function*/, int /*threads*/, std::size_t /*shared*/,
    unsigned /*flags*/) {
    *blocks = 2;
    return cudaSuccess;
}

cudaError_t cudaMallocHost(void** memory, std::size_t size) {
    *memory = std::malloc(size);
    return cudaSuccess;
}

cudaError_t cudaFreeHost(void* memory) {
    std::free(memory);
    return cudaSuccess;
}

cudaError_t cudaMallocAsync(void** memory, std::size_t size, cudaStream_t /*stream*/) {
    *memory = ptx::device().allocate(size);
    return cudaSuccess;
}

cudaError_t cudaFreeAsync(void* memory, cudaStream_t /*stream*/) {
    ptx::device().free(memory);
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(
    void* to, const void* from, std::size_t size, cudaMemcpyKind kind, cudaStream_t /*stream*/) {
    const auto target = reinterpret_cast<ptx::address>(to);
    const auto source = reinterpret_cast<ptx::address>(from);
    if (kind != cudaMemcpyHostToDevice &&
        !ptx::device().that_holds(source, size).written(source, size)) {
        throw std::runtime_error("what was not written yet is copied");
    }
    if (kind != cudaMemcpyDeviceToHost) {
        ptx::device().that_holds(target, size).write(target, size);
    }
    std::memcpy(to, from, size);
    return cudaSuccess;
}

cudaError_t cudaMemsetAsync(void* to, int value, std::size_t size, cudaStream_t /*stream*/) {
    const auto target = reinterpret_cast<ptx::address>(to);
    ptx::device().that_holds(target, size).write(target, size);
    std::memset(to, value, size);
    return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned /*flags*/) {
    *stream = cudaStreamPerThread;
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t /*stream*/) {
    return cudaSuccess;
}

cudaError_t cudaGetLastError() {
    return cudaSuccess;
}

cudaError_t cudaPeekAtLastError() {
    return cudaSuccess;
}

const char* cudaGetErrorName(cudaError_t /*error*/) {
    return "an error";
}

const char* cudaGetErrorString(cudaError_t /*error*/) {
    return "an error";
}

} // extern "C"
