#include "trainer/backend.hpp"

#include <stdexcept>

namespace trainer {

#ifndef TRAINER_CUDA
device_and_arithmetic on_cuda() {
    throw std::runtime_error(
        "backend: found \"cuda\", but this build has no CUDA: configure it with the preset cuda, "
        "where nvcc and cuDNN are");
}
#endif

backend::backend(const std::string& name) {
    if (name == "cuda") {
        made_ = on_cuda();
        scope_.emplace(*made_.device);
    } else if (name != "cpu") {
        throw std::invalid_argument("backend: found \"" + name + "\", expected cpu or cuda");
    }
}

const arithmetic& backend::prunes_by() const {
    return made_.prunes_by ? *made_.prunes_by : on_eigen();
}

} // namespace trainer
