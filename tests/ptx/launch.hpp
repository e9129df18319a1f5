#pragma once

#include <cstddef>
#include <vector>

#include "ptx/kernel.hpp"

namespace ptx {

/// Runs a kernel: blocks one after the other, and in a block thread after thread as far as each
/// comes, all in an order that differs from launch to launch.
/// @throws std::runtime_error for an access beyond memory, for what a device or block has that is
///         read before it was written, for what one block writes and another reads or writes
///         without fences between, for threads that wait for one another forever or do not end
void launch(
    const kernel& of, unsigned blocks, unsigned threads, const std::vector<std::byte>& parameters);

} // namespace ptx
