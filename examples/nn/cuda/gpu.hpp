#pragma once

#include <cstddef>
#include <memory>

#include "nn/device/device.hpp"

namespace nn {

struct gpu_options {
    /// Convolutions and matrix products may round their factors to TF32: 10 bits of mantissa.
    bool tf32 = false;
    /// Passes that come again are run as CUDA graphs.
    bool graphs = true;
    /// Convolutions are chosen by times taken where they first come, as a rule the fastest, which
    /// may be others in another run; else by what cuDNN knows of the GPU, the same in every run.
    bool measured = false;
    /// Memory that convolutions may use beside what they read and write, taken once.
    std::size_t workspace = std::size_t{256} << 20U;
};

/// A GPU, by CUDA: convolutions by cuDNN, matrix products by cuBLAS, all on one stream. Sums come
/// out the same in every run, but for convolutions that are chosen by times taken or of which cuDNN
/// has no algorithm that always sums in one order. Tensors are managed memory. Errors of CUDA and
/// its libraries are coppice::error, with the call, the layer and the size; they may be those of
/// work before the call.
class gpu : public device {
  public:
    /// The stream, a cudaStream_t, for whoever works on the same memory.
    [[nodiscard]] virtual void* stream() const = 0;
    /// Passes that were run as graphs so far.
    [[nodiscard]] virtual std::size_t replayed() const = 0;
};

/// Whether there is a GPU here.
[[nodiscard]] bool has_gpu();

/// The calling thread's current GPU. Throws std::runtime_error, in a sentence, where there is none
/// or where host and GPU cannot reach the same memory at any moment.
[[nodiscard]] std::unique_ptr<gpu> make_gpu(const gpu_options& options = {});

} // namespace nn
