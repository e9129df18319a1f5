#include "nn/cuda/convolutions.hpp"

#include <coppice/core/error.hpp>

#include <algorithm>
#include <vector>

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

} // namespace

convolutions::convolutions(cudaStream_t stream, const gpu_options& options, void* workspace)
    : options_(options), workspace_(workspace) {
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
    made.by = window_of(layer, problem, widest_math());
    return made;
}

convolutions::owned<cudnnConvolutionDescriptor_t> convolutions::window_of(
    const std::string& layer, const convolution_problem& problem, cudnnMathType_t math) const {
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
    check_cudnn(cudnnSetConvolutionMathType(made, math), "cudnnSetConvolutionMathType", what);
    return kept;
}

// Where TF32 is forbidden, so is any other arithmetic than that which was asked for: an algorithm
// that stands in the list with another is taken only if there is none without.
template <class Listed, class MostOf, class List, class BytesOf>
auto convolutions::choose(
    const std::string& layer, const convolution_problem& problem, const char* call,
    const MostOf& most_of, const List& list, const BytesOf& bytes_of) const {
    const auto what = of_layer(layer, problem);
    int count = 0;
    check_cudnn(most_of(&count), call, what);
    std::vector<Listed> listed(static_cast<std::size_t>(count));
    check_cudnn(list(narrow(listed.size()), &count, listed.data()), call, what);
    listed.resize(static_cast<std::size_t>(count));
    const auto fits = [&](const Listed& each) {
        std::size_t asked = 0;
        return each.status == CUDNN_STATUS_SUCCESS &&
               bytes_of(each.algo, &asked) == CUDNN_STATUS_SUCCESS && asked <= options_.workspace;
    };
    const auto steady = [&](const Listed& each) {
        return each.determinism == CUDNN_DETERMINISTIC && fits(each);
    };
    const auto as_asked = [&](const Listed& each) {
        return (options_.tf32 || each.mathType == CUDNN_FMA_MATH) && steady(each);
    };
    auto found = std::find_if(listed.begin(), listed.end(), as_asked);
    if (found == listed.end()) {
        found = std::find_if(listed.begin(), listed.end(), steady);
    }
    if (found == listed.end()) {
        found = std::find_if(listed.begin(), listed.end(), fits);
    }
    if (found == listed.end()) {
        throw coppice::error(
            what(), call, "a list without one",
            "a list with an algorithm within " + std::to_string(options_.workspace) + " bytes");
    }
    return choice<decltype(found->algo)>{
        found->algo, window_of(layer, problem, options_.tf32 ? found->mathType : widest_math())};
}

void convolutions::forward(
    const std::string& layer, const convolution_problem& problem, const float* x,
    const float* weight, float* y) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.forward) {
        own.forward = choose<cudnnConvolutionFwdAlgoPerf_t>(
            layer, problem,
            options_.measured ? "cudnnFindConvolutionForwardAlgorithmEx"
                              : "cudnnGetConvolutionForwardAlgorithm_v7",
            [&](int* most) {
                return cudnnGetConvolutionForwardAlgorithmMaxCount(handle_.get(), most);
            },
            [&](int most, int* count, cudnnConvolutionFwdAlgoPerf_t* listed) {
                return options_.measured ? cudnnFindConvolutionForwardAlgorithmEx(
                                               handle_.get(), own.x.get(), x, own.weight.get(),
                                               weight, own.by.get(), own.y.get(), y, most, count,
                                               listed, workspace_, options_.workspace)
                                         : cudnnGetConvolutionForwardAlgorithm_v7(
                                               handle_.get(), own.x.get(), own.weight.get(),
                                               own.by.get(), own.y.get(), most, count, listed);
            },
            [&](cudnnConvolutionFwdAlgo_t one_of, std::size_t* asked) {
                return cudnnGetConvolutionForwardWorkspaceSize(
                    handle_.get(), own.x.get(), own.weight.get(), own.by.get(), own.y.get(), one_of,
                    asked);
            });
    }
    check_cudnn(
        cudnnConvolutionForward(
            handle_.get(), &one, own.x.get(), x, own.weight.get(), weight, own.forward->by.get(),
            own.forward->algorithm, workspace_, options_.workspace, &zero, own.y.get(), y),
        "cudnnConvolutionForward", what);
}

void convolutions::input_gradient(
    const std::string& layer, const convolution_problem& problem, const float* weight,
    const float* dy, float* dx) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.input_gradient) {
        own.input_gradient = choose<cudnnConvolutionBwdDataAlgoPerf_t>(
            layer, problem,
            options_.measured ? "cudnnFindConvolutionBackwardDataAlgorithmEx"
                              : "cudnnGetConvolutionBackwardDataAlgorithm_v7",
            [&](int* most) {
                return cudnnGetConvolutionBackwardDataAlgorithmMaxCount(handle_.get(), most);
            },
            [&](int most, int* count, cudnnConvolutionBwdDataAlgoPerf_t* listed) {
                return options_.measured ? cudnnFindConvolutionBackwardDataAlgorithmEx(
                                               handle_.get(), own.weight.get(), weight, own.y.get(),
                                               dy, own.by.get(), own.x.get(), dx, most, count,
                                               listed, workspace_, options_.workspace)
                                         : cudnnGetConvolutionBackwardDataAlgorithm_v7(
                                               handle_.get(), own.weight.get(), own.y.get(),
                                               own.by.get(), own.x.get(), most, count, listed);
            },
            [&](cudnnConvolutionBwdDataAlgo_t one_of, std::size_t* asked) {
                return cudnnGetConvolutionBackwardDataWorkspaceSize(
                    handle_.get(), own.weight.get(), own.y.get(), own.by.get(), own.x.get(), one_of,
                    asked);
            });
    }
    check_cudnn(
        cudnnConvolutionBackwardData(
            handle_.get(), &one, own.weight.get(), weight, own.y.get(), dy,
            own.input_gradient->by.get(), own.input_gradient->algorithm, workspace_,
            options_.workspace, &zero, own.x.get(), dx),
        "cudnnConvolutionBackwardData", what);
}

void convolutions::weight_gradient(
    const std::string& layer, const convolution_problem& problem, const float* x, const float* dy,
    float* weight_gradient) {
    const auto what = of_layer(layer, problem);
    known& own = find(layer, problem);
    if (!own.weight_gradient) {
        own.weight_gradient = choose<cudnnConvolutionBwdFilterAlgoPerf_t>(
            layer, problem,
            options_.measured ? "cudnnFindConvolutionBackwardFilterAlgorithmEx"
                              : "cudnnGetConvolutionBackwardFilterAlgorithm_v7",
            [&](int* most) {
                return cudnnGetConvolutionBackwardFilterAlgorithmMaxCount(handle_.get(), most);
            },
            [&](int most, int* count, cudnnConvolutionBwdFilterAlgoPerf_t* listed) {
                return options_.measured ? cudnnFindConvolutionBackwardFilterAlgorithmEx(
                                               handle_.get(), own.x.get(), x, own.y.get(), dy,
                                               own.by.get(), own.weight.get(), weight_gradient,
                                               most, count, listed, workspace_, options_.workspace)
                                         : cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                                               handle_.get(), own.x.get(), own.y.get(),
                                               own.by.get(), own.weight.get(), most, count, listed);
            },
            [&](cudnnConvolutionBwdFilterAlgo_t one_of, std::size_t* asked) {
                return cudnnGetConvolutionBackwardFilterWorkspaceSize(
                    handle_.get(), own.x.get(), own.y.get(), own.by.get(), own.weight.get(), one_of,
                    asked);
            });
    }
    check_cudnn(
        cudnnConvolutionBackwardFilter(
            handle_.get(), &one, own.x.get(), x, own.y.get(), dy, own.weight_gradient->by.get(),
            own.weight_gradient->algorithm, workspace_, options_.workspace, &zero, own.weight.get(),
            weight_gradient),
        "cudnnConvolutionBackwardFilter", what);
}

} // namespace nn
