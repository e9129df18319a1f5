#include <algorithm>
#include <vector>

#include "nn/aligned.hpp"
#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/lane_sums.hpp"
#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

/// Calls `body(tap, output pixel, input pixel)` for each position of the kernel on each pixel of
/// the output that lies on the input, and `off(tap, output pixel)` for each other.
template <class Body, class Off>
void visit_taps(const convolution_problem& problem, const Body& body, const Off& off) {
    const geometry& window = problem.window;
    std::size_t pixel = 0;
    for (std::size_t y = 0; y < problem.output.height; ++y) {
        for (std::size_t x = 0; x < problem.output.width; ++x, ++pixel) {
            std::size_t tap = 0;
            for (std::size_t i = 0; i < window.kernel; ++i) {
                const std::size_t row = y * window.stride + i - window.padding;
                for (std::size_t j = 0; j < window.kernel; ++j, ++tap) {
                    const std::size_t column = x * window.stride + j - window.padding;
                    // Before the first row or column the unsigned difference is huge.
                    if (row < problem.input.height && column < problem.input.width) {
                        body(tap, pixel, row * problem.input.width + column);
                    } else {
                        off(tap, pixel);
                    }
                }
            }
        }
    }
}

/// Convolutions as products of matrices: each output pixel's window, laid out as a row, times the
/// filters, group by group. Depthwise convolutions run over all channels at once instead.
class eigen_engine : public convolution_engine {
  public:
    eigen_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes)
        : problem_(problem), taps_(problem.window.kernel * problem.window.kernel),
          sums_(lanes, threads, problem.weights()), windows_(threads, nullptr) {}

    // Own order of weights: [group, tap, input, output]; depthwise, [tap, channel].
    void take_forward_weights(const float* weight, step_memory& memory) override {
        weight_ = memory.take(problem_.weights());
        visit_weights([&](std::size_t own, std::size_t given) { weight_[own] = weight[given]; });
        take_windows(memory);
    }

    void take_backward_weights(const float* weight, step_memory& memory) override {
        take_forward_weights(weight, memory);
    }

    void forward(const float* input, const float* bias, float* output) override {
        for (std::size_t image = 0; image < problem_.images; ++image) {
            const float* x = input + image * problem_.input.size();
            float* y = output + image * problem_.output.size();
            if (depthwise()) {
                forward_depthwise(x, y);
            } else {
                for (std::size_t group = 0; group < problem_.window.groups; ++group) {
                    outputs_of(y, group).noalias() = lay_out(x, group) * weights_of(group);
                }
            }
            if (bias != nullptr) {
                as_matrix(y, problem_.output.plane(), problem_.output.channels).rowwise() +=
                    as_matrix(bias, 1, problem_.output.channels).row(0);
            }
        }
    }

    void input_gradient(const float* output_gradient, float* input_gradient) override {
        std::fill_n(input_gradient, problem_.images * problem_.input.size(), 0.0F);
        for (std::size_t image = 0; image < problem_.images; ++image) {
            const float* dy = output_gradient + image * problem_.output.size();
            float* dx = input_gradient + image * problem_.input.size();
            if (depthwise()) {
                backward_depthwise(dy, dx);
                continue;
            }
            for (std::size_t group = 0; group < problem_.window.groups; ++group) {
                windows().noalias() = outputs_of(dy, group) * weights_of(group).transpose();
                collect(group, dx);
            }
        }
    }

    void clear_weight_gradient(step_memory& memory) override {
        sums_.clear(memory);
        take_windows(memory);
    }

    void add_weight_gradient(
        std::size_t lane, const float* input, const float* output_gradient) override {
        sums_.add(lane, [&](float* sum) {
            std::fill_n(sum, problem_.weights(), 0.0F);
            for (std::size_t image = 0; image < problem_.images; ++image) {
                const float* x = input + image * problem_.input.size();
                const float* dy = output_gradient + image * problem_.output.size();
                if (depthwise()) {
                    weigh_depthwise(x, dy, sum);
                    continue;
                }
                for (std::size_t group = 0; group < problem_.window.groups; ++group) {
                    as_matrix(
                        sum + group * group_weights(), problem_.filter(), problem_.group_outputs())
                        .noalias() += lay_out(x, group).transpose() * outputs_of(dy, group);
                }
            }
        });
    }

    void give_weight_gradient(float* gradient) override {
        if (const float* total = sums_.total()) {
            visit_weights(
                [&](std::size_t own, std::size_t given) { gradient[given] += total[own]; });
        }
    }

  private:
    [[nodiscard]] bool depthwise() const {
        return problem_.group_inputs() == 1 && problem_.group_outputs() == 1;
    }
    [[nodiscard]] std::size_t group_weights() const {
        return problem_.filter() * problem_.group_outputs();
    }

    /// Calls `body(own place, given place)` for each weight.
    template <class Body>
    void visit_weights(const Body& body) const {
        const std::size_t inputs = problem_.group_inputs();
        const std::size_t outputs = problem_.group_outputs();
        for (std::size_t out = 0; out < problem_.output.channels; ++out) {
            const std::size_t group = out / outputs;
            for (std::size_t in = 0; in < inputs; ++in) {
                for (std::size_t tap = 0; tap < taps_; ++tap) {
                    const std::size_t own = depthwise()
                                                ? tap * problem_.output.channels + out
                                                : group * group_weights() +
                                                      (tap * inputs + in) * outputs + out % outputs;
                    body(own, (out * inputs + in) * taps_ + tap);
                }
            }
        }
    }

    void take_windows(step_memory& memory) {
        for (float*& one : windows_) {
            one = memory.take(depthwise() ? 0 : problem_.output.plane() * problem_.filter());
        }
    }

    [[nodiscard]] matrix_map windows() {
        return as_matrix(windows_[thread_index()], problem_.output.plane(), problem_.filter());
    }

    /// The window of each output pixel as a row, [tap, input].
    [[nodiscard]] const_matrix_map lay_out(const float* x, std::size_t group) {
        const std::size_t inputs = problem_.group_inputs();
        const std::size_t filter = problem_.filter();
        float* rows = windows_[thread_index()];
        visit_taps(
            problem_,
            [&](std::size_t tap, std::size_t pixel, std::size_t from) {
                std::copy_n(
                    x + from * problem_.input.channels + group * inputs, inputs,
                    rows + pixel * filter + tap * inputs);
            },
            [&](std::size_t tap, std::size_t pixel) {
                std::fill_n(rows + pixel * filter + tap * inputs, inputs, 0.0F);
            });
        return as_matrix(
            static_cast<const float*>(rows), problem_.output.plane(), problem_.filter());
    }

    /// Adds each row to the pixels that its window covers.
    void collect(std::size_t group, float* dx) {
        const std::size_t inputs = problem_.group_inputs();
        const float* rows = windows_[thread_index()];
        visit_taps(
            problem_,
            [&](std::size_t tap, std::size_t pixel, std::size_t to) {
                as_array(dx + to * problem_.input.channels + group * inputs, inputs) +=
                    as_array(rows + pixel * problem_.filter() + tap * inputs, inputs);
            },
            [](std::size_t, std::size_t) {});
    }

    [[nodiscard]] const_matrix_map weights_of(std::size_t group) const {
        const float* const weights = weight_ + group * group_weights();
        return as_matrix(weights, problem_.filter(), problem_.group_outputs());
    }

    /// The output channels of a group, a pixel a row.
    [[nodiscard]] strided_matrix_map outputs_of(float* y, std::size_t group) const {
        return as_matrix(
            y + group * problem_.group_outputs(), problem_.output.plane(), problem_.group_outputs(),
            problem_.output.channels);
    }
    [[nodiscard]] const_strided_matrix_map outputs_of(const float* y, std::size_t group) const {
        return as_matrix(
            y + group * problem_.group_outputs(), problem_.output.plane(), problem_.group_outputs(),
            problem_.output.channels);
    }

    /// Calls `body(weights, input channels' place, output channels' place)` for each tap that lies
    /// on the input.
    template <class Body>
    void visit_depthwise(const Body& body) const {
        const std::size_t channels = problem_.input.channels;
        visit_taps(
            problem_,
            [&](std::size_t tap, std::size_t pixel, std::size_t from) {
                body(tap * channels, from * channels, pixel * channels);
            },
            [](std::size_t, std::size_t) {});
    }

    void forward_depthwise(const float* x, float* y) const {
        const std::size_t channels = problem_.input.channels;
        std::fill_n(y, problem_.output.size(), 0.0F);
        visit_depthwise([&](std::size_t weight, std::size_t from, std::size_t to) {
            as_array(y + to, channels) +=
                as_array(x + from, channels) * as_array(weight_ + weight, channels);
        });
    }

    void backward_depthwise(const float* dy, float* dx) const {
        const std::size_t channels = problem_.input.channels;
        visit_depthwise([&](std::size_t weight, std::size_t to, std::size_t from) {
            as_array(dx + to, channels) +=
                as_array(dy + from, channels) * as_array(weight_ + weight, channels);
        });
    }

    void weigh_depthwise(const float* x, const float* dy, float* sum) const {
        const std::size_t channels = problem_.input.channels;
        visit_depthwise([&](std::size_t weight, std::size_t from, std::size_t to) {
            as_array(sum + weight, channels) +=
                as_array(x + from, channels) * as_array(dy + to, channels);
        });
    }

    convolution_problem problem_;
    std::size_t taps_;
    float* weight_ = nullptr;
    overwritten_lane_sums sums_;
    /// Of each thread: the windows of an image as rows.
    std::vector<float*> windows_;
};

} // namespace

std::unique_ptr<convolution_engine>
make_eigen_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
    return std::make_unique<eigen_engine>(problem, threads, lanes);
}

} // namespace nn
