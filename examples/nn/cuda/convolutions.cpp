#include "nn/cuda/convolutions.hpp"

#include <algorithm>
#include <array>
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

/// The fastest algorithm that fits the workspace and always sums in the same order, with whose
/// arithmetic `by` computes from here on.
/// @param search  tries them and lists them by their times, as cuDNN's calls of that name do
template <class Tried, std::size_t Count, class Describe, class Search>
auto find_algorithm(
    cudnnConvolutionDescriptor_t by, std::size_t bytes, const char* call, const Describe& what,
    const Search& search) {
    std::array<Tried, Count> tried{};
    int count = 0;
    check_cudnn(search(narrow(Count), &count, tried.data()), call, what);
    const auto end = tried.begin() + count;
    const auto found = std::find_if(tried.begin(), end, [&](const Tried& each) {
        return each.status == CUDNN_STATUS_SUCCESS && each.determinism == CUDNN_DETERMINISTIC &&
               each.memory <= bytes;
    });
    if (found == end) {
        throw std::runtime_error(
            std::string(call) + " for " + what() + " found no deterministic algorithm within " +
            std::to_string(bytes) + " bytes");
    }
    check_cudnn(
        cudnnSetConvolutionMathType(by, found->mathType), "cudnnSetConvolutionMathType", what);
    return found->algo;
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
        constexpr auto call = "cudnnFindConvolutionForwardAlgorithmEx";
        own.forward =
            find_algorithm<cudnnConvolutionFwdAlgoPerf_t, CUDNN_CONVOLUTION_FWD_ALGO_COUNT>(
                own.forward_by.get(), bytes_, call, what,
                [&](int most, int* count, cudnnConvolutionFwdAlgoPerf_t* tried) {
                    return cudnnFindConvolutionForwardAlgorithmEx(
                        handle_.get(), own.x.get(), x, own.weight.get(), weight,
                        own.forward_by.get(), own.y.get(), y, most, count, tried, workspace_,
                        bytes_);
                });
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
        constexpr auto call = "cudnnFindConvolutionBackwardDataAlgorithmEx";
        own.input_gradient = find_algorithm<
            cudnnConvolutionBwdDataAlgoPerf_t, CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT>(
            own.input_gradient_by.get(), bytes_, call, what,
            [&](int most, int* count, cudnnConvolutionBwdDataAlgoPerf_t* tried) {
                return cudnnFindConvolutionBackwardDataAlgorithmEx(
                    handle_.get(), own.weight.get(), weight, own.y.get(), dy,
                    own.input_gradient_by.get(), own.x.get(), dx, most, count, tried, workspace_,
                    bytes_);
            });
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
        constexpr auto call = "cudnnFindConvolutionBackwardFilterAlgorithmEx";
        own.weight_gradient = find_algorithm<
            cudnnConvolutionBwdFilterAlgoPerf_t, CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT>(
            own.weight_gradient_by.get(), bytes_, call, what,
            [&](int most, int* count, cudnnConvolutionBwdFilterAlgoPerf_t* tried) {
                return cudnnFindConvolutionBackwardFilterAlgorithmEx(
                    handle_.get(), own.x.get(), x, own.y.get(), dy, own.weight_gradient_by.get(),
                    own.weight.get(), weight_gradient, most, count, tried, workspace_, bytes_);
            });
    }
    check_cudnn(
        cudnnConvolutionBackwardFilter(
            handle_.get(), &one, own.x.get(), x, own.y.get(), dy, own.weight_gradient_by.get(),
            *own.weight_gradient, workspace_, bytes_, &zero, own.weight.get(), weight_gradient),
        "cudnnConvolutionBackwardFilter", what);
}

} // namespace nn
