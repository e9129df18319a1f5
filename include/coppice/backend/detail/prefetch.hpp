#pragma once

#include "coppice/core/shape.hpp"

// GCC takes a call that only prefetches for one without effect and drops it, unless it is inlined
// before.
#if defined(__GNUC__)
#define COPPICE_ALWAYS_INLINE [[gnu::always_inline]] inline
#else
#define COPPICE_ALWAYS_INLINE inline
#endif

namespace coppice::backend::detail {

/// Asks for `count` numbers that will be read soon. Their addresses need not be valid.
template <class T>
COPPICE_ALWAYS_INLINE void prefetch(const T* first, index count) {
#if defined(__GNUC__)
    constexpr index line = 64 / static_cast<index>(sizeof(T));
    for (index i = 0; i < count; i += line) {
        __builtin_prefetch(first + i);
    }
#else
    static_cast<void>(first);
    static_cast<void>(count);
#endif
}

} // namespace coppice::backend::detail
