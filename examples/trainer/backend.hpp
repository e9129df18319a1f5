#pragma once

#include <memory>
#include <optional>
#include <string>

#include "nn/device/device.hpp"
#include "trainer/arithmetic.hpp"

namespace trainer {

/// Where networks compute, and what prunes in the same memory.
struct device_and_arithmetic {
    std::unique_ptr<nn::device> device;
    std::unique_ptr<const arithmetic> prunes_by;
};

/// What the command line calls a backend. For as long as it lives, networks compute on its device.
class backend {
  public:
    /// @param name  "cpu" or "cuda"
    /// @throws std::runtime_error, std::invalid_argument  for another name, a build without CUDA
    /// and
    ///         a machine without a GPU
    explicit backend(const std::string& name);

    [[nodiscard]] const arithmetic& prunes_by() const;

  private:
    device_and_arithmetic made_; ///< empty for the CPU, which is always there
    std::optional<nn::on_device> scope_;
};

/// A GPU, where the build has CUDA.
/// @throws std::runtime_error  where there is none
[[nodiscard]] device_and_arithmetic on_cuda();

} // namespace trainer
