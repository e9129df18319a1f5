#include "nn/engine/convolution_engine.hpp"

#include <algorithm>

namespace nn {
namespace {

/// Where fewer multiplications win over the transformations, which cost as much for a channel
/// whatever it is multiplied with: from 24 channels to 24 on, or 16 to 36.
bool suits_winograd(const convolution_problem& problem) {
    const geometry& window = problem.window;
    const std::size_t from = problem.input.channels;
    const std::size_t to = problem.output.channels;
    return window.kernel == 3 && window.stride == 1 && window.groups == 1 && window.padding <= 2 &&
           std::min(from, to) >= 16 && from * to >= std::size_t{24} * 24;
}

#ifdef NN_ONEDNN

/// oneDNN 2.6 gathers the pixels that a 1 x 1 window with a stride reads, and writes past the end
/// of what it gathers them in where their channels do not fill its vectors, as after pruning.
bool leaves_its_memory(const convolution_problem& problem) {
    constexpr std::size_t widest_vector = 16;
    return problem.window.kernel == 1 && problem.window.stride > 1 &&
           problem.input.channels % widest_vector != 0;
}

#endif

} // namespace

std::unique_ptr<convolution_engine> make_convolution_engine(
    const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
    if (suits_winograd(problem)) {
        return make_winograd_engine(problem, threads, lanes);
    }
#ifdef NN_ONEDNN
    if (!leaves_its_memory(problem)) {
        return make_onednn_engine(problem, threads, lanes);
    }
#endif
    return make_eigen_engine(problem, threads, lanes);
}

} // namespace nn
