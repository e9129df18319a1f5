#pragma once

#include "prune/options.hpp"
#include "prune/outcome.hpp"

namespace prune {

/// Prunes a file as the options say, tensor by tensor, and writes it.
/// @throws std::runtime_error and coppice::error, which is one, in a sentence; the output is then
/// as it was
[[nodiscard]] outcome run(const options& chosen);

} // namespace prune
