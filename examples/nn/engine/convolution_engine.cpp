#include "nn/engine/convolution_engine.hpp"

namespace nn {

std::unique_ptr<convolution_engine> make_convolution_engine(
    const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
#ifdef NN_ONEDNN
    return make_onednn_engine(problem, threads, lanes);
#else
    return make_eigen_engine(problem, threads, lanes);
#endif
}

} // namespace nn
