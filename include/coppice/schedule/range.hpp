#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"

#include <algorithm>
#include <string>

namespace coppice::schedule {

/// Refuses sparsities that no schedule can run between.
/// @throws coppice::error unless 0 <= initial <= target < 1
inline void require_range(const std::string& where, double initial, double target) {
    require(initial >= 0 && initial < 1, where, "initial", initial, "in [0, 1)");
    require(
        target >= initial && target < 1, where, "target", target,
        "in [initial, 1), initial being " + text(initial));
}

/// Refuses a start outside the training.
/// @throws coppice::error unless 0 <= start < 1
inline void require_start(const std::string& where, double start) {
    require(start >= 0 && start < 1, where, "start", start, "in [0, 1)");
}

/// How far `t` is on the way from `start` to the end: (t - start) / (1 - start), 0 before.
[[nodiscard]] constexpr double position(double t, double start) {
    return t <= start ? 0.0 : (t - start) / (1.0 - start);
}

/// The sparsity between `initial` and `target` at which the share `done` of the way, counted in
/// logarithms of what is left, is behind: 1 - (1 - initial) * ((1 - target) / (1 - initial))^done.
[[nodiscard]] inline double geometric_sparsity(double initial, double target, double done) {
    const double left = (1 - initial) * math::pow((1 - target) / (1 - initial), done);
    return done >= 1 ? target : std::clamp(1 - left, initial, target);
}

} // namespace coppice::schedule
