#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/device_memory.hpp"
#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/matrix_product.hpp"
#include "nn/step_memory.hpp"

namespace nn::test {

/// Hands out memory full of NaN, so that whoever reads what was never written is found out, and
/// counts.
class nonsense_memory : public device_memory {
  public:
    [[nodiscard]] std::size_t taken() const { return taken_; }
    /// Bytes that have not been given back.
    [[nodiscard]] std::size_t held() const { return held_; }
    [[nodiscard]] int trimmed() const { return trimmed_; }

    void trim() override { ++trimmed_; }

    /// What is asked for beyond this many bytes in one piece is refused.
    void refuse_beyond(std::size_t bytes) { most_ = bytes; }
    /// And whatever there would then be more of in all.
    void refuse_in_all_beyond(std::size_t bytes) { most_in_all_ = bytes; }

  private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        if (bytes > most_ || held_ + bytes > most_in_all_) {
            throw std::bad_alloc();
        }
        ++taken_;
        held_ += bytes;
        void* const memory = std::pmr::new_delete_resource()->allocate(bytes, alignment);
        std::fill_n(static_cast<unsigned char*>(memory), bytes, static_cast<unsigned char>(0xFF));
        return memory;
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        held_ -= bytes;
        std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::size_t taken_ = 0;
    std::size_t held_ = 0;
    int trimmed_ = 0;
    std::size_t most_ = static_cast<std::size_t>(-1);
    std::size_t most_in_all_ = static_cast<std::size_t>(-1);
};

/// An accelerator that is the CPU: plain loops, from the last place to the first, and the engine by
/// Eigen. A recorded pass is asked for anew, and must then ask for as much as the first time.
class on_cpu {
  public:
    struct recording {
        std::size_t requests = 0;
    };

    [[nodiscard]] device_memory& own_memory() { return own_; }
    [[nodiscard]] std::pmr::memory_resource& shared_memory() { return shared_; }
    [[nodiscard]] nonsense_memory& own() { return own_; }
    [[nodiscard]] const nonsense_memory& shared() const { return shared_; }
    /// Requests so far, of any kind.
    [[nodiscard]] std::size_t requests() const { return requests_; }
    /// Passes that were run from a recording, and those whose requests then were others.
    [[nodiscard]] std::size_t replayed() const { return replayed_; }
    [[nodiscard]] std::size_t changed() const { return changed_; }

    template <class Each>
    void for_each(std::size_t count, const Each& each) {
        ++requests_;
        for (std::size_t place = count; place-- > 0;) {
            each(static_cast<std::uint32_t>(place));
        }
    }

    template <class Terms, class Finish>
    void
    sum_channels(const sum_cut& cut, const Terms& terms, sum_pair* slabs, const Finish& finish) {
        ++requests_;
        for (std::uint32_t slab = cut.slabs(); slab-- > 0;) {
            const std::uint32_t end = std::min(cut.pixels, (slab + 1) * cut.slab());
            for (std::uint32_t channel = 0; channel < cut.channels; ++channel) {
                sum_pair sum;
                for (std::uint32_t pixel = slab * cut.slab(); pixel < end; ++pixel) {
                    terms.add(terms.read(pixel * cut.channels + channel, channel), sum);
                }
                slabs[slab * cut.channels + channel] = sum;
            }
        }
        for (std::uint32_t channel = cut.channels; channel-- > 0;) {
            sum_pair sum;
            for (std::uint32_t slab = 0; slab < cut.slabs(); ++slab) {
                sum.add(slabs[slab * cut.channels + channel]);
            }
            finish(channel, sum);
        }
    }

    void upload(std::size_t count, const float* from, float* to) { std::copy_n(from, count, to); }
    void download(std::size_t count, const float* from, float* to) { std::copy_n(from, count, to); }

    void convolve(
        const std::string& /*layer*/, const convolution_problem& problem, const float* x,
        const float* weight, float* y) {
        ++requests_;
        if (static_cast<int>(problem.window.padding) < 0) { // cuDNN counts in int, and refuses it
            throw std::invalid_argument("a convolution that pads by less than nothing");
        }
        const auto engine = make_eigen_engine(problem, 1, 1);
        engine->take_forward_weights(to_first(problem, weight).data(), fresh());
        engine->forward(x, nullptr, y);
    }

    void convolve_back(
        const std::string& /*layer*/, const convolution_problem& problem, const float* weight,
        const float* dy, float* dx) {
        ++requests_;
        const auto engine = make_eigen_engine(problem, 1, 1);
        engine->take_backward_weights(to_first(problem, weight).data(), fresh());
        engine->input_gradient(dy, dx);
    }

    void weigh(
        const std::string& /*layer*/, const convolution_problem& problem, const float* x,
        const float* dy, float* weight_gradient) {
        ++requests_;
        const auto engine = make_eigen_engine(problem, 1, 1);
        engine->clear_weight_gradient(fresh());
        engine->add_weight_gradient(0, x, dy);
        std::vector<float> found(problem.weights());
        engine->give_weight_gradient(found.data());
        visit_weights(problem, [&](std::size_t first, std::size_t last) {
            weight_gradient[last] = found[first];
        });
    }

    void multiply(
        const std::string& /*layer*/, std::size_t rows, std::size_t inner, std::size_t columns,
        const matrix_factor& first, const matrix_factor& second, float* product) {
        ++requests_;
        nn::multiply(rows, inner, columns, first, second, product, columns);
    }

    template <class Body>
    void run(recording& of, const Body& body) {
        const std::size_t before = requests_;
        body();
        const std::size_t asked = requests_ - before;
        replayed_ += of.requests != 0 ? 1 : 0;
        changed_ += of.requests != 0 && of.requests != asked ? 1 : 0;
        of.requests = asked;
    }

    void wait() {}

  private:
    step_memory& fresh() {
        memory_.start();
        return memory_;
    }

    /// Calls `body` with the place of each weight channels first and channels last.
    template <class Body>
    static void visit_weights(const convolution_problem& problem, const Body& body) {
        const std::size_t in = problem.group_inputs();
        const std::size_t taps = problem.window.kernel * problem.window.kernel;
        for (std::size_t filter = 0; filter < problem.output.channels; ++filter) {
            for (std::size_t channel = 0; channel < in; ++channel) {
                for (std::size_t tap = 0; tap < taps; ++tap) {
                    body(
                        (filter * in + channel) * taps + tap, (filter * taps + tap) * in + channel);
                }
            }
        }
    }

    static std::vector<float> to_first(const convolution_problem& problem, const float* weight) {
        std::vector<float> made(problem.weights());
        visit_weights(
            problem, [&](std::size_t first, std::size_t last) { made[first] = weight[last]; });
        return made;
    }

    nonsense_memory own_;
    nonsense_memory shared_;
    step_memory memory_;
    std::size_t requests_ = 0;
    std::size_t replayed_ = 0;
    std::size_t changed_ = 0;
};

} // namespace nn::test
