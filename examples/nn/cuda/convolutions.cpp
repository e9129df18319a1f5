#include "nn/cuda/convolutions.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "nn/cuda/check.hpp"

namespace nn {
namespace {

constexpr float one = 1.0F;
constexpr float zero = 0.0F;

/// Describes a call by its layer and size.
auto of_layer(const std::string& layer, const convolution_problem& problem) {
    return [&layer, &problem] {
        return layer + ", " + std::to_string(problem.images) + " images of " +
               to_string(problem.input) + " to " + to_string(problem.output) +
               " with a kernel of " + std::to_string(problem.window.kernel) + " in " +
               std::to_string(problem.window.groups) + " groups";
    };
}

int narrow(std::size_t number) {
    return static_cast<int>(number);
}

/// The fastest of the algorithms tried that fits the workspace and always sums in the same order;
/// the order in which cuDNN lists them is that of their times.
template <class Found, class Describe>
const Found&
choose(std::span<const Found> tried, std::size_t bytes, const char* call, const Describe& what) {
    const auto found = std::find_if(tried.begin(), tried.end(), [&](const Found& one_of) {
        return one_of.status == CUDNN_STATUS_SUCCESS && one_of.determinism == CUDNN_DETERMINISTIC &&
               one_of.memory <= bytes;
    });
    if (found == tried.end()) {
        throw std::runtime_error(
            std::string(call) + " for " + what() + " found no deterministic algorithm within " +
            std::to_string(bytes) + " bytes");
    }
    return *found;
}

} // namespace

convolutions::convolutions(cudaStream_t stream, bool tf32, void* workspace, std::size_t bytes)
    : tf32_(tf32), workspace_(workspace), bytes_(bytes) {
    const auto what = [] { return std::string("the current device"); };
    cudnnHandle_t handle = nullptr;
    check_cudnn(cudnnCreate(&handle), "cudnnCreate", what);
    handle_.reset(handle);
    check_cudnn(cudnnSetStream(handle, stream), "cudnnSetStream", what);
}

convolutions::known&
convolutions::find(const std::string& layer, const convolution_problem& problem) {
    const auto found = std::find_if(
        known_.begin(), known_.end(), [&](const known& each) { return each.problem == problem; });
    return found != known_.end() ? *found : known_.emplace_back(describe(layer, problem));
}

convolutions::known
convolutions::describe(const std::string& layer, const convolution_problem& problem) const {
    const auto what = of_layer(layer, problem);
    known made;
    made.problem = problem;
    const auto describe_images = [&](const image_shape& extents) {
        cudnnTensorDescriptor_t one_of = nullptr;
        check_cudnn(cudnnCreateTensorDescriptor(&one_of), "cudnnCreateTensorDescriptor", what);
        owned<cudnnTensorDescriptor_t> kept(one_of);
        check_cudnn(
            cudnnSetTensor4dDescriptor(
                one_of, CUDNN_TENSOR_NHWC, CUDNN_DATA_FLOAT, narrow(problem.images),
                narrow(extents.channels), narrow(extents.height), narrow(extents.width)),
            "cudnnSetTensor4dDescriptor", what);
        return kept;
    };
    made.x = describe_images(problem.input);
    made.y = describe_images(problem.output);
    cudnnFilterDescriptor_t weight = nullptr;
    check_cudnn(cudnnCreateFilterDescriptor(&weight), "cudnnCreateFilterDescriptor", what);
    made.weight.reset(weight);
    check_cudnn(
        cudnnSetFilter4dDescriptor(
            weight, CUDNN_DATA_FLOAT, CUDNN_TENSOR_NHWC, narrow(problem.output.channels),
            narrow(problem.group_inputs()), narrow(problem.window.kernel),
            narrow(problem.window.kernel)),
        "cudnnSetFilter4dDescriptor", what);
    made.forward_by = window_of(layer, problem);
    made.input_gradient_by = window_of(layer, problem);
    made.weight_gradient_by = window_of(layer, problem);
    return made;
}

convolutions::owned<cudnnConvolutionDescriptor_t>
convolutions::window_of(const std::string& layer, const convolution_problem& problem) const {
    const auto what = of_layer(layer, problem);
    cudnnConvolutionDescriptor_t made = nullptr;
    check_cudnn(cudnnCreateConvolutionDescriptor(&made), "cudnnCreateConvolutionDescriptor", what);
    owned<cudnnConvolutionDescriptor_t> kept(made);
    const int padding = narrow(problem.window.padding);
    const int stride = narrow(problem.window.stride);
    check_cudnn(
        cudnnSetConvolution2dDescriptor(
            made, padding, padding, stride, stride, 1, 1, CUDNN_CROSS_CORRELATION,
            CUDNN_DATA_FLOAT),
        "cudnnSetConvolution2dDescriptor", what);
    check_cudnn(
        cudnnSetConvolutionGroupCount(made, narrow(problem.window.groups)),
        "cudnnSetConvolutionGroupCount", what);
    check_cudnn(
        cudnnSetConvolutionMathType(made, tf32_ ? CUDNN_DEFAULT_MATH : CUDNN_FMA_MATH),
        "cudnnSetConvolutionMathType", what);
    return kept;
}

void convolutions::forward(
    const std::string& layer, const convolution_problem& problem, const float* x,
    const float* weight, float* y) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.forward) {
        std::array<cudnnConvolutionFwdAlgoPerf_t, CUDNN_CONVOLUTION_FWD_ALGO_COUNT> tried{};
        int count = 0;
        constexpr auto call = "cudnnFindConvolutionForwardAlgorithmEx";
        check_cudnn(
            cudnnFindConvolutionForwardAlgorithmEx(
                handle_.get(), own.x.get(), x, own.weight.get(), weight, own.forward_by.get(),
                own.y.get(), y, narrow(tried.size()), &count, tried.data(), workspace_, bytes_),
            call, what);
        const auto& found = choose(
            std::span<const cudnnConvolutionFwdAlgoPerf_t>(tried).first(
                static_cast<std::size_t>(count)),
            bytes_, call, what);
        check_cudnn(
            cudnnSetConvolutionMathType(own.forward_by.get(), found.mathType),
            "cudnnSetConvolutionMathType", what);
        own.forward = found.algo;
    }
    check_cudnn(
        cudnnConvolutionForward(
            handle_.get(), &one, own.x.get(), x, own.weight.get(), weight, own.forward_by.get(),
            *own.forward, workspace_, bytes_, &zero, own.y.get(), y),
        "cudnnConvolutionForward", what);
}

void convolutions::input_gradient(
    const std::string& layer, const convolution_problem& problem, const float* weight,
    const float* dy, float* dx) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.input_gradient) {
        std::array<cudnnConvolutionBwdDataAlgoPerf_t, CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT>
            tried{};
        int count = 0;
        constexpr auto call = "cudnnFindConvolutionBackwardDataAlgorithmEx";
        check_cudnn(
            cudnnFindConvolutionBackwardDataAlgorithmEx(
                handle_.get(), own.weight.get(), weight, own.y.get(), dy,
                own.input_gradient_by.get(), own.x.get(), dx, narrow(tried.size()), &count,
                tried.data(), workspace_, bytes_),
            call, what);
        const auto& found = choose(
            std::span<const cudnnConvolutionBwdDataAlgoPerf_t>(tried).first(
                static_cast<std::size_t>(count)),
            bytes_, call, what);
        check_cudnn(
            cudnnSetConvolutionMathType(own.input_gradient_by.get(), found.mathType),
            "cudnnSetConvolutionMathType", what);
        own.input_gradient = found.algo;
    }
    check_cudnn(
        cudnnConvolutionBackwardData(
            handle_.get(), &one, own.weight.get(), weight, own.y.get(), dy,
            own.input_gradient_by.get(), *own.input_gradient, workspace_, bytes_, &zero,
            own.x.get(), dx),
        "cudnnConvolutionBackwardData", what);
}

void convolutions::weight_gradient(
    const std::string& layer, const convolution_problem& problem, const float* x, const float* dy,
    float* weight_gradient) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.weight_gradient) {
        std::array<cudnnConvolutionBwdFilterAlgoPerf_t, CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT>
            tried{};
        int count = 0;
        constexpr auto call = "cudnnFindConvolutionBackwardFilterAlgorithmEx";
        check_cudnn(
            cudnnFindConvolutionBackwardFilterAlgorithmEx(
                handle_.get(), own.x.get(), x, own.y.get(), dy, own.weight_gradient_by.get(),
                own.weight.get(), weight_gradient, narrow(tried.size()), &count, tried.data(),
                workspace_, bytes_),
            call, what);
        const auto& found = choose(
            std::span<const cudnnConvolutionBwdFilterAlgoPerf_t>(tried).first(
                static_cast<std::size_t>(count)),
            bytes_, call, what);
        check_cudnn(
            cudnnSetConvolutionMathType(own.weight_gradient_by.get(), found.mathType),
            "cudnnSetConvolutionMathType", what);
        own.weight_gradient = found.algo;
    }
    check_cudnn(
        cudnnConvolutionBackwardFilter(
            handle_.get(), &one, own.x.get(), x, own.y.get(), dy, own.weight_gradient_by.get(),
            *own.weight_gradient, workspace_, bytes_, &zero, own.weight.get(), weight_gradient),
        "cudnnConvolutionBackwardFilter", what);
}

} // namespace nn
