#include "nn/operation/convolution_engine.hpp"

#include <algorithm>

#include "nn/aligned.hpp"
#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

/// Images whose weight gradients are summed together, before the sums of all chunks are.
constexpr std::size_t chunk_of_images = 16;

using workspace = aligned_vector<float>;

/// At least `size` floats, which stay with the workspace.
float* claim(workspace& memory, std::size_t size) {
    if (memory.size() < size) {
        memory.resize(size);
    }
    return memory.data();
}

/// At least `size` floats for each thread of the loop that comes next. All of it belongs to the
/// thread that starts the loop, so that nothing is allocated later whichever thread does what.
class workspace_per_thread {
  public:
    workspace_per_thread(workspace& memory, std::size_t size)
        : step_((size * sizeof(float) + alignment - 1) / alignment * alignment / sizeof(float)),
          first_(claim(memory, step_ * thread_count())) {}

    /// The part of the thread that asks.
    [[nodiscard]] float* own() const { return first_ + thread_index() * step_; }

  private:
    std::size_t step_;
    float* first_;
};

/// The outputs [begin, end) along one axis whose window, displaced by `offset`, lies on the input.
struct output_range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

output_range
range_on_input(const geometry& window, std::size_t offset, std::size_t input, std::size_t output) {
    const std::size_t stride = window.stride;
    const std::size_t before = window.padding > offset ? window.padding - offset : 0;
    const std::size_t begin = std::min((before + stride - 1) / stride, output);
    if (input + window.padding <= offset) {
        return {begin, begin};
    }
    const std::size_t end = std::min((input + window.padding - offset - 1) / stride + 1, output);
    return {begin, std::max(begin, end)};
}

/// The output pixels for which one kernel position, of one channel, lies on the input.
struct covered_pixels {
    output_range rows;
    output_range columns;
    /// The row of the matrix of columns that belongs to the kernel position.
    std::size_t matrix_row = 0;
    /// The place in the image of the pixel that the first of them reads.
    std::size_t first = 0;

    [[nodiscard]] bool empty() const {
        return rows.begin == rows.end || columns.begin == columns.end;
    }
};

/// Calls `body(covered_pixels)` for each kernel position of each channel.
template <class Body>
void for_each_position(const convolution_problem& problem, std::size_t channels, const Body& body) {
    const geometry& window = problem.window;
    const image_shape& input = problem.input;
    covered_pixels covered;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        for (std::size_t i = 0; i < window.kernel; ++i) {
            covered.rows = range_on_input(window, i, input.height, problem.output.height);
            for (std::size_t j = 0; j < window.kernel; ++j) {
                covered.columns = range_on_input(window, j, input.width, problem.output.width);
                const std::size_t y = covered.rows.begin * window.stride + i - window.padding;
                const std::size_t x = covered.columns.begin * window.stride + j - window.padding;
                covered.first = (channel * input.height + y) * input.width + x;
                body(covered);
                ++covered.matrix_row;
            }
        }
    }
}

/// Zeros in the pixels of one plane that are not covered.
void clear_uncovered(const covered_pixels& covered, const image_shape& output, float* plane) {
    const std::size_t width = output.width;
    std::fill(plane, plane + covered.rows.begin * width, 0.0F);
    std::fill(plane + covered.rows.end * width, plane + output.plane(), 0.0F);
    const auto clear_columns = [&](std::size_t begin, std::size_t end) {
        for (std::size_t x = begin; x < end; ++x) {
            for (std::size_t y = covered.rows.begin; y < covered.rows.end; ++y) {
                plane[y * width + x] = 0.0F;
            }
        }
    };
    clear_columns(0, covered.columns.begin);
    clear_columns(covered.columns.end, width);
}

/// columns[(c, i, j), (y, x)] = image[c, y s + i - p, x s + j - p], zero beyond the border.
void image_to_columns(
    const convolution_problem& problem, std::size_t channels, const float* image, float* columns) {
    const std::size_t stride = problem.window.stride;
    const std::size_t width = problem.output.width;
    const std::size_t input_width = problem.input.width;
    for_each_position(problem, channels, [&](const covered_pixels& covered) {
        float* plane = columns + covered.matrix_row * problem.output.plane();
        if (covered.empty()) {
            std::fill(plane, plane + problem.output.plane(), 0.0F);
            return;
        }
        const float* from = image + covered.first;
        float* to = plane + covered.rows.begin * width + covered.columns.begin;
        const std::size_t count = covered.columns.end - covered.columns.begin;
        const std::size_t rows = covered.rows.end - covered.rows.begin;
        if (stride == 1 && width == input_width) {
            // The whole plane is displaced; what wraps around the sides is cleared below.
            std::copy_n(from, (rows - 1) * width + count, to);
        } else {
            for (std::size_t y = 0; y < rows; ++y) {
                for (std::size_t x = 0; x < count; ++x) {
                    to[y * width + x] = from[(y * input_width + x) * stride];
                }
            }
        }
        clear_uncovered(covered, problem.output, plane);
    });
}

/// Adds columns[(c, i, j), (y, x)] to image[c, y s + i - p, x s + j - p].
void add_columns_to_image(
    const convolution_problem& problem, std::size_t channels, const float* columns, float* image) {
    const std::size_t stride = problem.window.stride;
    const std::size_t width = problem.output.width;
    for_each_position(problem, channels, [&](const covered_pixels& covered) {
        const float* from = columns + covered.matrix_row * problem.output.plane();
        float* to = image + covered.first;
        for (std::size_t y = covered.rows.begin; y < covered.rows.end; ++y) {
            for (std::size_t x = covered.columns.begin; x < covered.columns.end; ++x) {
                to[(x - covered.columns.begin) * stride] += from[y * width + x];
            }
            to += stride * problem.input.width;
        }
    });
}

/// Whether the image is its own matrix of columns.
bool pointwise(const geometry& window) {
    return window.kernel == 1 && window.stride == 1 && window.padding == 0;
}

/// The matrices [filter, output plane] of the groups of images, one at a time for each thread.
class column_matrices {
  public:
    explicit column_matrices(const convolution_problem& problem)
        : problem_(problem),
          memory_(
              kept(), pointwise(problem.window) ? 0 : problem.filter() * problem.output.plane()) {}

    /// The matrix of one group of one image; valid until the thread asks for the next.
    [[nodiscard]] const float* of(const float* image) const {
        if (pointwise(problem_.window)) {
            return image;
        }
        image_to_columns(problem_, problem_.group_inputs(), image, memory_.own());
        return memory_.own();
    }

  private:
    static workspace& kept() {
        thread_local workspace memory;
        return memory;
    }

    const convolution_problem& problem_;
    workspace_per_thread memory_;
};

/// turned[g, c, o, i, j] = weight[g, o, c, k - 1 - i, k - 1 - j]: with stride 1 the input's
/// gradient is the convolution of the output's gradient with these weights.
void turn_weights(const convolution_problem& problem, const float* weight, float* turned) {
    const std::size_t area = problem.window.kernel * problem.window.kernel;
    const std::size_t inputs = problem.group_inputs();
    const std::size_t outputs = problem.group_outputs();
    for (std::size_t group = 0; group < problem.window.groups; ++group) {
        for (std::size_t o = 0; o < outputs; ++o) {
            for (std::size_t c = 0; c < inputs; ++c) {
                const float* from = weight + ((group * outputs + o) * inputs + c) * area;
                float* to = turned + ((group * inputs + c) * outputs + o) * area;
                std::reverse_copy(from, from + area, to);
            }
        }
    }
}

void input_gradient_of_unit_stride(
    const convolution_problem& problem, const float* output_gradient, const float* weight,
    float* input_gradient) {
    thread_local workspace memory;
    float* turned = claim(memory, problem.weights());
    turn_weights(problem, weight, turned);
    convolution_problem adjoint = problem;
    std::swap(adjoint.input, adjoint.output);
    adjoint.window.padding = problem.window.kernel - 1 - problem.window.padding;
    convolve(adjoint, output_gradient, turned, nullptr, input_gradient);
}

} // namespace

void convolve(
    const convolution_problem& problem, const float* input, const float* weight, const float* bias,
    float* output) {
    const std::size_t groups = problem.window.groups;
    const std::size_t outputs = problem.group_outputs();
    const std::size_t plane = problem.output.plane();
    const std::size_t input_step = problem.group_inputs() * problem.input.plane();
    const column_matrices matrices(problem);
    for_each(problem.images, [&](std::size_t image) {
        for (std::size_t group = 0; group < groups; ++group) {
            const std::size_t slice = image * groups + group;
            const float* columns = matrices.of(input + slice * input_step);
            auto result = as_matrix(output + slice * outputs * plane, outputs, plane);
            result.noalias() =
                as_matrix(weight + group * outputs * problem.filter(), outputs, problem.filter()) *
                as_matrix(columns, problem.filter(), plane);
            if (bias != nullptr) {
                result.colwise() += as_array(bias + group * outputs, outputs).matrix();
            }
        }
    });
}

void convolve_weight_gradient(
    const convolution_problem& problem, const float* input, const float* output_gradient,
    float* weight_gradient) {
    const std::size_t groups = problem.window.groups;
    const std::size_t outputs = problem.group_outputs();
    const std::size_t plane = problem.output.plane();
    const std::size_t filter = problem.filter();
    const std::size_t input_step = problem.group_inputs() * problem.input.plane();
    const std::size_t weights = problem.weights();
    const std::size_t chunks = (problem.images + chunk_of_images - 1) / chunk_of_images;

    thread_local workspace memory;
    float* partial_sums = claim(memory, chunks * weights);
    const column_matrices matrices(problem);
    for_each_chunk(problem.images, chunk_of_images, [&](std::size_t begin, std::size_t end) {
        float* sum = partial_sums + begin / chunk_of_images * weights;
        std::fill(sum, sum + weights, 0.0F);
        for (std::size_t slice = begin * groups; slice < end * groups; ++slice) {
            const float* columns = matrices.of(input + slice * input_step);
            as_matrix(sum + slice % groups * outputs * filter, outputs, filter).noalias() +=
                as_matrix(output_gradient + slice * outputs * plane, outputs, plane) *
                as_matrix(columns, filter, plane).transpose();
        }
    });
    for_each_chunk(weights, elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        auto sum = as_array(weight_gradient + begin, end - begin);
        sum = as_array(partial_sums + begin, end - begin);
        for (std::size_t chunk = 1; chunk < chunks; ++chunk) {
            sum += as_array(partial_sums + chunk * weights + begin, end - begin);
        }
    });
}

void convolve_input_gradient(
    const convolution_problem& problem, const float* output_gradient, const float* weight,
    float* input_gradient) {
    if (problem.window.stride == 1 && problem.window.padding < problem.window.kernel) {
        input_gradient_of_unit_stride(problem, output_gradient, weight, input_gradient);
        return;
    }
    const std::size_t groups = problem.window.groups;
    const std::size_t outputs = problem.group_outputs();
    const std::size_t plane = problem.output.plane();
    const std::size_t filter = problem.filter();
    const std::size_t input_step = problem.group_inputs() * problem.input.plane();
    thread_local workspace memory;
    const workspace_per_thread matrices(memory, filter * plane);
    for_each(problem.images * groups, [&](std::size_t slice) {
        float* columns = matrices.own();
        const std::size_t group = slice % groups;
        as_matrix(columns, filter, plane).noalias() =
            as_matrix(weight + group * outputs * filter, outputs, filter).transpose() *
            as_matrix(output_gradient + slice * outputs * plane, outputs, plane);
        float* gradient = input_gradient + slice * input_step;
        std::fill(gradient, gradient + input_step, 0.0F);
        add_columns_to_image(problem, problem.group_inputs(), columns, gradient);
    });
}

} // namespace nn
