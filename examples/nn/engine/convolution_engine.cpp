#include "nn/engine/convolution_engine.hpp"

namespace nn {

#ifdef NN_ONEDNN
namespace {

/// oneDNN 2.6 gathers the pixels that a 1 x 1 window with a stride reads, and writes past the end
/// of what it gathers them in where their channels do not fill its vectors, as after pruning.
bool leaves_its_memory(const convolution_problem& problem) {
    constexpr std::size_t widest_vector = 16;
    return problem.window.kernel == 1 && problem.window.stride > 1 &&
           problem.input.channels % widest_vector != 0;
}

} // namespace
#endif

std::unique_ptr<convolution_engine> make_convolution_engine(
    const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
#ifdef NN_ONEDNN
    if (!leaves_its_memory(problem)) {
        return make_onednn_engine(problem, threads, lanes);
    }
#endif
    return make_eigen_engine(problem, threads, lanes);
}

} // namespace nn
