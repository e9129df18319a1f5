// A GPU for programs that link this in place of nn/cuda/gpu.cu: what nvcc makes of the functors of
// the example networks runs in an interpreter of PTX, convolutions and products are the host's.

#include "nn/cuda/gpu.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/accelerator/accelerated_device.hpp"
#include "nn/accelerator/buffer.hpp"
#include "nn/accelerator/on_cpu.hpp"
#include "nn/cuda/for_each.cuh"
#include "nn/cuda/sum_channels.cuh"

namespace nn::test {

inline void expect_success(cudaError_t result) {
    if (result != cudaSuccess) {
        throw std::runtime_error("a call of CUDA has failed");
    }
}

/// Memory of the interpreted device, which notes what is written.
class interpreted_memory : public device_memory {
    void* do_allocate(std::size_t bytes, std::size_t /*alignment*/) override {
        void* memory = nullptr;
        expect_success(cudaMallocAsync(&memory, bytes, nullptr));
        return memory;
    }
    void do_deallocate(void* memory, std::size_t /*bytes*/, std::size_t /*alignment*/) override {
        cudaFreeAsync(memory, nullptr);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }
};

/// The same for what the host writes too, all of it NaN at first.
class interpreted_shared_memory : public std::pmr::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* const memory = own_.allocate(bytes, alignment);
        expect_success(cudaMemsetAsync(memory, 0xFF, bytes, nullptr));
        return memory;
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        own_.deallocate(memory, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    interpreted_memory own_;
};

/// An accelerator that launches kernels, on a device of which the host computes the rest.
class on_interpreter {
  public:
    struct recording {};

    [[nodiscard]] device_memory& own_memory() { return own_; }
    [[nodiscard]] std::pmr::memory_resource& shared_memory() { return shared_; }

    template <class Each>
    void for_each(std::size_t count, const Each& each) {
        expect_success(launch_for_each(count, each, nullptr));
    }

    template <class Terms, class Finish>
    void
    sum_channels(const sum_cut& cut, const Terms& terms, sum_pair* slabs, const Finish& finish) {
        const std::size_t bytes = cut.blocks_across() * sizeof(std::uint32_t);
        if (arrived_.grow(own_, cut.blocks_across(), "sums")) {
            expect_success(cudaMemsetAsync(arrived_.data(), 0, bytes, nullptr));
        }
        expect_success(launch_sum_channels(cut, terms, slabs, arrived_.data(), finish, nullptr));
    }

    void upload(std::size_t count, const float* from, float* to) {
        expect_success(
            cudaMemcpyAsync(to, from, count * sizeof(float), cudaMemcpyHostToDevice, nullptr));
    }

    void download(std::size_t count, const float* from, float* to) {
        expect_success(
            cudaMemcpyAsync(to, from, count * sizeof(float), cudaMemcpyDeviceToHost, nullptr));
    }

    void convolve(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* weight, float* y) {
        const std::vector<float> images = read(inputs(problem), x);
        const std::vector<float> weights = read(problem.weights(), weight);
        std::vector<float> made(outputs(problem));
        host_.convolve(layer, problem, images.data(), weights.data(), made.data());
        upload(made.size(), made.data(), y);
    }

    void convolve_back(
        const std::string& layer, const convolution_problem& problem, const float* weight,
        const float* dy, float* dx) {
        const std::vector<float> weights = read(problem.weights(), weight);
        const std::vector<float> slopes = read(outputs(problem), dy);
        std::vector<float> made(inputs(problem));
        host_.convolve_back(layer, problem, weights.data(), slopes.data(), made.data());
        upload(made.size(), made.data(), dx);
    }

    void weigh(
        const std::string& layer, const convolution_problem& problem, const float* x,
        const float* dy, float* weight_gradient) {
        const std::vector<float> images = read(inputs(problem), x);
        const std::vector<float> slopes = read(outputs(problem), dy);
        std::vector<float> made(problem.weights());
        host_.weigh(layer, problem, images.data(), slopes.data(), made.data());
        upload(made.size(), made.data(), weight_gradient);
    }

    void multiply(
        const std::string& layer, std::size_t rows, std::size_t inner, std::size_t columns,
        const matrix_factor& first, const matrix_factor& second, float* product) {
        const auto numbers = [](std::size_t high, std::size_t wide, const matrix_factor& of) {
            return of.transposed ? (wide - 1) * of.stride + high : (high - 1) * of.stride + wide;
        };
        const std::vector<float> left = read(numbers(rows, inner, first), first.data);
        const std::vector<float> right = read(numbers(inner, columns, second), second.data);
        std::vector<float> made(rows * columns);
        host_.multiply(
            layer, rows, inner, columns, {left.data(), first.stride, first.transposed},
            {right.data(), second.stride, second.transposed}, made.data());
        upload(made.size(), made.data(), product);
    }

    template <class Body>
    void run(recording& /*of*/, const Body& body) {
        body();
    }

    void wait() {}

  private:
    [[nodiscard]] static std::size_t inputs(const convolution_problem& problem) {
        return problem.images * problem.input.size();
    }
    [[nodiscard]] static std::size_t outputs(const convolution_problem& problem) {
        return problem.images * problem.output.size();
    }

    [[nodiscard]] std::vector<float> read(std::size_t count, const float* from) {
        std::vector<float> numbers(count);
        download(count, from, numbers.data());
        return numbers;
    }

    interpreted_memory own_;
    interpreted_shared_memory shared_;
    buffer<std::uint32_t> arrived_; ///< zero between two sums
    on_cpu host_;
};

class interpreted_gpu : public accelerated_device<on_interpreter, gpu> {
  public:
    [[nodiscard]] void* stream() const override { return cudaStreamPerThread; }
    [[nodiscard]] std::size_t replayed() const override { return 0; }
};

} // namespace nn::test

namespace nn {

bool has_gpu() {
    return true;
}

std::unique_ptr<gpu> make_gpu(const gpu_options& /*options*/) {
    return std::make_unique<test::interpreted_gpu>();
}

} // namespace nn
