#pragma once

#include "coppice/core/shape.hpp"

namespace coppice::select {

/// A tensor's groups taken as runs along one axis, as N:M sparsity has them. Counted in row-major
/// order, group (o, a, i) has the number (o * length + a) * inner + i; a run is `of` groups with
/// neighbouring a, the first of which is a multiple of `of`, and the same o and i.
struct runs {
    index kept = 2;   ///< groups that stay in every run, in [1, of]
    index of = 4;     ///< groups in a run, at most 64; divides `length`
    index length = 4; ///< groups along the axis
    index inner = 1;  ///< how far apart neighbours along the axis are numbered
};

} // namespace coppice::select
