#pragma once

#include "coppice/core/shape.hpp"

namespace coppice::backend::detail {

/// Calls work(0), ..., work(chunks - 1), on several threads where the host compiles with OpenMP.
/// What a call does must not depend on the others.
template <class Work>
void for_each_chunk(index chunks, Work work) {
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (chunks > 1)
#endif
    for (index chunk = 0; chunk < chunks; ++chunk) {
        work(chunk);
    }
}

} // namespace coppice::backend::detail
