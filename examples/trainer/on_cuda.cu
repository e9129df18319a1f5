#include <coppice/backend/cuda.cuh>

#include "nn/cuda/gpu.hpp"
#include "trainer/arithmetic_on.hpp"
#include "trainer/backend.hpp"

namespace trainer {

device_and_arithmetic on_cuda() {
    std::unique_ptr<nn::gpu> gpu = nn::make_gpu();
    const auto make = [stream = static_cast<cudaStream_t>(gpu->stream())] {
        return coppice::backend::cuda(stream);
    };
    auto prunes_by = std::make_unique<const arithmetic_on<decltype(make)>>(make);
    return {std::move(gpu), std::move(prunes_by)};
}

} // namespace trainer
