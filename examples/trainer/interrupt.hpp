#pragma once

#include <stdexcept>

namespace trainer {

/// Ctrl-C, thrown where the work can be left: between two batches.
struct interrupted : std::runtime_error {
    interrupted() : std::runtime_error("interrupted") {}
};

/// From now on the first Ctrl-C (SIGINT) or SIGTERM is noted instead of ending the program, by a
/// thread that waits for it: a handler would be run on the stack of who computes, and oneDNN's
/// kernels keep it in memory that they use. To be called before other threads begin, which must not
/// take the signals either.
void catch_interrupts();

/// @throws interrupted if one was noted
void check_interrupts();

} // namespace trainer
