#pragma once

#include <cstdint>
#include <vector>

#include "ptx/kernel.hpp"

namespace ptx {

/// What all lanes of a mask do together that wait at the same instruction.
void do_together(std::vector<thread>& threads, int first, std::uint32_t mask);

} // namespace ptx
