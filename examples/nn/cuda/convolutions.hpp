#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <cuda_runtime_api.h>
#include <cudnn.h>

#include "nn/cuda/gpu.hpp"
#include "nn/engine/convolution_engine.hpp"

namespace nn {

/// Convolutions by cuDNN, on channels-last memory of a GPU: see accelerator/concept.hpp. The first
/// time that a problem comes, its algorithm is chosen among those that sum in a fixed order; from
/// then on it is kept.
class convolutions {
  public:
    /// @param workspace  of options.workspace bytes, stays the caller's
    convolutions(cudaStream_t stream, const gpu_options& options, void* workspace);

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

    /// An algorithm, and the convolution as it is asked for with it.
    template <class Algorithm>
    struct choice {
        Algorithm algorithm{};
        owned<cudnnConvolutionDescriptor_t> by{};
    };

    /// A problem as cuDNN knows it.
    struct known {
        convolution_problem problem{};
        owned<cudnnTensorDescriptor_t> x{};
        owned<cudnnTensorDescriptor_t> y{};
        owned<cudnnFilterDescriptor_t> weight{};
        owned<cudnnConvolutionDescriptor_t> by{};
        std::optional<choice<cudnnConvolutionFwdAlgo_t>> forward{};
        std::optional<choice<cudnnConvolutionBwdDataAlgo_t>> input_gradient{};
        std::optional<choice<cudnnConvolutionBwdFilterAlgo_t>> weight_gradient{};
    };

    known& find(const std::string& layer, const convolution_problem& problem);
    [[nodiscard]] known
    describe(const std::string& layer, const convolution_problem& problem) const;
    [[nodiscard]] owned<cudnnConvolutionDescriptor_t> window_of(
        const std::string& layer, const convolution_problem& problem, cudnnMathType_t math) const;
    /// With which algorithms are looked for.
    [[nodiscard]] cudnnMathType_t widest_math() const {
        return options_.tf32 ? CUDNN_DEFAULT_MATH : CUDNN_FMA_MATH;
    }

    /// @param most_of   says how many algorithms there may be, as cuDNN's calls do that end so
    /// @param list      writes them down, the fastest first
    /// @param bytes_of  the workspace that one asks for
    template <class Listed, class MostOf, class List, class BytesOf>
    [[nodiscard]] auto choose(
        const std::string& layer, const convolution_problem& problem, const char* call,
        const MostOf& most_of, const List& list, const BytesOf& bytes_of) const;

    owned<cudnnHandle_t> handle_{};
    gpu_options options_;
    void* workspace_;
    /// A deque: entries stay where they are.
    std::deque<known> known_{};
};

} // namespace nn
