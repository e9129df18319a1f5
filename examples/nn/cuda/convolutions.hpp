#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <cuda_runtime_api.h>
#include <cudnn.h>

#include "nn/engine/convolution_engine.hpp"

namespace nn {

/// Convolutions by cuDNN, on channels-last memory of a GPU: see accelerator/concept.hpp. The first
/// time that a problem comes, its algorithm is chosen, the same in every run, among those that sum
/// in a fixed order; from then on it is kept.
class convolutions {
  public:
    /// @param workspace  of so many bytes, stays the caller's
    convolutions(cudaStream_t stream, bool tf32, void* workspace, std::size_t bytes);

    void forward(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* weight, float* y);
    void input_gradient(
        const std::string& layer, const convolution_problem& problem, const float* weight,
        const float* dy, float* dx);
    void weight_gradient(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* dy, float* weight_gradient);

  private:
    struct destroy {
        void operator()(cudnnHandle_t handle) const { cudnnDestroy(handle); }
        void operator()(cudnnTensorDescriptor_t of) const { cudnnDestroyTensorDescriptor(of); }
        void operator()(cudnnFilterDescriptor_t of) const { cudnnDestroyFilterDescriptor(of); }
        void operator()(cudnnConvolutionDescriptor_t of) const {
            cudnnDestroyConvolutionDescriptor(of);
        }
    };
    template <class Pointer>
    using owned = std::unique_ptr<std::remove_pointer_t<Pointer>, destroy>;

    /// A problem as cuDNN knows it.
    struct known {
        convolution_problem problem{};
        owned<cudnnTensorDescriptor_t> x{};
        owned<cudnnTensorDescriptor_t> y{};
        owned<cudnnFilterDescriptor_t> weight{};
        owned<cudnnConvolutionDescriptor_t> by{};
        std::optional<cudnnConvolutionFwdAlgo_t> forward{};
        std::optional<cudnnConvolutionBwdDataAlgo_t> input_gradient{};
        std::optional<cudnnConvolutionBwdFilterAlgo_t> weight_gradient{};
    };

    known& find(const std::string& layer, const convolution_problem& problem);
    [[nodiscard]] known
    describe(const std::string& layer, const convolution_problem& problem) const;
    [[nodiscard]] owned<cudnnConvolutionDescriptor_t>
    window_of(const std::string& layer, const convolution_problem& problem) const;

    owned<cudnnHandle_t> handle_{};
    bool tf32_;
    void* workspace_;
    std::size_t bytes_;
    /// A deque: entries stay where they are.
    std::deque<known> known_{};
};

} // namespace nn
