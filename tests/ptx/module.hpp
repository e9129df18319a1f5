#pragma once

#include <string>
#include <string_view>

#include "ptx/kernel.hpp"

namespace ptx {

/// Takes note of the kernels of a module: parallel thread execution ISA, version 9.0.
void load(std::string_view text);

/// @throws std::runtime_error for a kernel that no module has, or that does what is not known here
[[nodiscard]] const kernel& kernel_of(const std::string& name);

/// The compute capability that the modules are for, as 75.
[[nodiscard]] int capability();

} // namespace ptx
