#pragma once

#ifndef __CUDACC__
#error "nn/cuda/gpu_accelerator.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <memory_resource>
#include <string>
#include <utility>

#include <coppice/core/error.hpp>

#include <cuda_runtime.h>

#include "nn/accelerator/buffer.hpp"
#include "nn/cuda/check.hpp"
#include "nn/cuda/convolutions.hpp"
#include "nn/cuda/for_each.cuh"
#include "nn/cuda/gpu.hpp"
#include "nn/cuda/memory.hpp"
#include "nn/cuda/products.hpp"
#include "nn/cuda/sum_channels.cuh"

namespace nn {

/// A stream of its own; at work until the device is told to wait.
class gpu_stream {
  public:
    gpu_stream() {
        check_cuda(
            cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags",
            [] { return std::string("the current device"); });
    }
    gpu_stream(const gpu_stream&) = delete;
    gpu_stream(gpu_stream&&) = delete;
    gpu_stream& operator=(const gpu_stream&) = delete;
    gpu_stream& operator=(gpu_stream&&) = delete;
    ~gpu_stream() { cudaStreamDestroy(stream_); }

    [[nodiscard]] cudaStream_t get() const { return stream_; }

  private:
    cudaStream_t stream_ = nullptr;
};

/// A moment in a stream.
class gpu_event {
  public:
    gpu_event() {
        check_cuda(
            cudaEventCreateWithFlags(&event_, cudaEventDisableTiming), "cudaEventCreateWithFlags",
            [] { return std::string("the current device"); });
    }
    gpu_event(const gpu_event&) = delete;
    gpu_event(gpu_event&&) = delete;
    gpu_event& operator=(const gpu_event&) = delete;
    gpu_event& operator=(gpu_event&&) = delete;
    ~gpu_event() { cudaEventDestroy(event_); }

    [[nodiscard]] cudaEvent_t get() const { return event_; }

  private:
    cudaEvent_t event_ = nullptr;
};

/// Describes a call by its size.
inline auto of_numbers(std::size_t count) {
    return [count] { return std::to_string(count) + " numbers"; };
}

/// A GPU as accelerator/concept.hpp has it.
class gpu_accelerator {
  public:
    /// A pass: asked for, or as a graph that was recorded when it was asked for the second time.
    class recording {
        friend gpu_accelerator;
        struct destroy {
            void operator()(cudaGraphExec_t graph) const { cudaGraphExecDestroy(graph); }
        };

        std::unique_ptr<CUgraphExec_st, destroy> graph_{};
        bool asked_for_ = false;
        /// Not if what it asks for can only be done, not recorded.
        bool recordable_ = true;
    };

    explicit gpu_accelerator(const gpu_options& options)
        : graphs_(options.graphs), own_(stream_.get()),
          convolutions_(
              stream_.get(), options, taken(convolution_space_, options.workspace, "convolutions")),
          products_(
              stream_.get(), options.tf32, taken(product_space_, product_bytes, "products"),
              product_bytes) {
        arrived_.grow(own_, most_blocks_across, "sums");
        check_cuda(
            cudaMemsetAsync(
                arrived_.data(), 0, most_blocks_across * sizeof(std::uint32_t), stream_.get()),
            "cudaMemsetAsync", of_numbers(most_blocks_across));
    }

    [[nodiscard]] cudaStream_t stream() const { return stream_.get(); }
    [[nodiscard]] std::size_t replayed() const { return replayed_; }
    [[nodiscard]] device_memory& own_memory() { return own_; }
    [[nodiscard]] std::pmr::memory_resource& shared_memory() { return shared_; }

    template <class Each>
    void for_each(std::size_t count, const Each& each) {
        check_cuda(launch_for_each(count, each, stream_.get()), "a launch", [count] {
            return std::to_string(count) + " elements";
        });
    }

    template <class Terms, class Finish>
    void
    sum_channels(const sum_cut& cut, const Terms& terms, sum_pair* slabs, const Finish& finish) {
        check_cuda(
            launch_sum_channels(cut, terms, slabs, arrived_.data(), finish, stream_.get()),
            "a launch", [&cut] {
                return std::to_string(cut.pixels) + " pixels of " + std::to_string(cut.channels) +
                       " channels";
            });
    }

    void upload(std::size_t count, const float* from, float* to) {
        const auto what = of_numbers(count);
        check_cuda(cudaEventSynchronize(uploaded_.get()), "cudaEventSynchronize", what);
        float* const room = to_device_.room(count);
        std::memcpy(room, from, count * sizeof(float));
        check_cuda(
            cudaMemcpyAsync(to, room, count * sizeof(float), cudaMemcpyHostToDevice, stream_.get()),
            "cudaMemcpyAsync", what);
        check_cuda(cudaEventRecord(uploaded_.get(), stream_.get()), "cudaEventRecord", what);
    }

    void download(std::size_t count, const float* from, float* to) {
        float* const room = to_host_.room(count);
        check_cuda(
            cudaMemcpyAsync(
                room, from, count * sizeof(float), cudaMemcpyDeviceToHost, stream_.get()),
            "cudaMemcpyAsync", of_numbers(count));
        wait();
        std::memcpy(to, room, count * sizeof(float));
    }

    void convolve(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* weight, float* y) {
        convolutions_.forward(layer, problem, x, weight, y);
    }

    void convolve_back(
        const std::string& layer, const convolution_problem& problem, const float* weight,
        const float* dy, float* dx) {
        convolutions_.input_gradient(layer, problem, weight, dy, dx);
    }

    void weigh(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* dy, float* weight_gradient) {
        convolutions_.weight_gradient(layer, problem, x, dy, weight_gradient);
    }

    void multiply(
        const std::string& layer, std::size_t rows, std::size_t inner, std::size_t columns,
        const matrix_factor& first, const matrix_factor& second, float* product) {
        products_.multiply(layer, rows, inner, columns, first, second, product);
    }

    template <class Body>
    void run(recording& of, const Body& body) {
        // The first time algorithms are looked for, which cannot be recorded.
        if (!of.asked_for_ || !of.recordable_ || !graphs_) {
            of.asked_for_ = true;
            body();
            return;
        }
        if (of.graph_ == nullptr && !record(of, body)) {
            of.recordable_ = false; // whatever was wrong comes again if it was not the recording
            body();
            return;
        }
        check_cuda(cudaGraphLaunch(of.graph_.get(), stream_.get()), "cudaGraphLaunch", [] {
            return std::string("a pass of a network");
        });
        ++replayed_;
    }

    void wait() {
        check_cuda(cudaStreamSynchronize(stream_.get()), "cudaStreamSynchronize", [] {
            return std::string("what was asked for before");
        });
    }

  private:
    /// As cuBLAS wants it on the largest GPUs.
    static constexpr std::size_t product_bytes = std::size_t{32} << 20U;

    /// Of a sum: two million channels.
    static constexpr std::size_t most_blocks_across = 65'536;

    void* taken(buffer<std::byte>& space, std::size_t bytes, const char* whose) {
        space.grow(own_, bytes, whose);
        return space.data();
    }

    /// @return whether there is a graph now; nothing has been done yet
    template <class Body>
    bool record(recording& of, const Body& body) {
        if (cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeThreadLocal) !=
            cudaSuccess) {
            cudaGetLastError();
            return false;
        }
        bool asked = true;
        try {
            body();
        } catch (const std::exception&) {
            asked = false;
        }
        cudaGraph_t graph = nullptr;
        cudaGraphExec_t made = nullptr;
        const bool ended = cudaStreamEndCapture(stream_.get(), &graph) == cudaSuccess;
        const bool good = asked && ended && cudaGraphInstantiate(&made, graph, 0) == cudaSuccess;
        if (graph != nullptr) {
            cudaGraphDestroy(graph);
        }
        if (!good) {
            cudaGetLastError();
            return false;
        }
        of.graph_.reset(made);
        return true;
    }

    gpu_stream stream_;
    gpu_event uploaded_;
    bool graphs_;
    std::size_t replayed_ = 0;
    managed_memory shared_;
    stream_memory own_;
    staging to_device_;
    staging to_host_;
    buffer<std::uint32_t> arrived_; ///< zero between two sums
    buffer<std::byte> convolution_space_;
    buffer<std::byte> product_space_;
    convolutions convolutions_;
    products products_;
};

} // namespace nn
