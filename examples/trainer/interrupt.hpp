#pragma once

#include <stdexcept>

namespace trainer {

/// Ctrl-C, thrown where the work can be left: between two batches.
struct interrupted : std::runtime_error {
    interrupted() : std::runtime_error("interrupted") {}
};

/// From now on Ctrl-C (SIGINT) and SIGTERM are noted instead of ending the program.
void catch_interrupts();

/// @throws interrupted if one was noted
void check_interrupts();

} // namespace trainer
