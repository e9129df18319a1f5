#pragma once

#include "coppice/core/element.hpp"
#include "coppice/mask/view.hpp"

#include <cstdint>

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace coppice::backend::detail {

/// Writes zero to those of 64 weights whose bit is not set.
template <element T>
inline void zero_unset(mask::word kept, T* weights) {
    for (index i = 0; i < mask::bits_per_word; ++i) {
        weights[i] = (kept >> i & 1U) != 0 ? weights[i] : T(0);
    }
}

#if defined(__AVX512F__)

template <>
inline void zero_unset(mask::word kept, float* weights) {
    for (unsigned i = 0; i < 64; i += 16) {
        _mm512_mask_storeu_ps(weights + i, static_cast<__mmask16>(~kept >> i), _mm512_setzero_ps());
    }
}

template <>
inline void zero_unset(mask::word kept, double* weights) {
    for (unsigned i = 0; i < 64; i += 8) {
        _mm512_mask_storeu_pd(weights + i, static_cast<__mmask8>(~kept >> i), _mm512_setzero_pd());
    }
}

#elif defined(__AVX2__)

template <>
inline void zero_unset(mask::word kept, float* weights) {
    const __m256i bits = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    for (unsigned i = 0; i < 64; i += 8) {
        const __m256i some = _mm256_set1_epi32(static_cast<int>(kept >> i & 0xFFU));
        const __m256i all = _mm256_cmpeq_epi32(_mm256_and_si256(some, bits), bits);
        const __m256 read = _mm256_loadu_ps(weights + i);
        _mm256_storeu_ps(weights + i, _mm256_and_ps(read, _mm256_castsi256_ps(all)));
    }
}

template <>
inline void zero_unset(mask::word kept, double* weights) {
    const __m256i bits = _mm256_setr_epi64x(1, 2, 4, 8);
    for (unsigned i = 0; i < 64; i += 4) {
        const __m256i some = _mm256_set1_epi64x(static_cast<long long>(kept >> i & 0xFU));
        const __m256i all = _mm256_cmpeq_epi64(_mm256_and_si256(some, bits), bits);
        const __m256d read = _mm256_loadu_pd(weights + i);
        _mm256_storeu_pd(weights + i, _mm256_and_pd(read, _mm256_castsi256_pd(all)));
    }
}

#endif

/// Writes zero to numbers in a row, straight to memory where the processor can: for tensors too
/// large for caches, whose memory it would read first for nothing. Other threads see it after
/// `in_memory_seen`.
template <element T>
inline void zero_in_memory(T* first, index count) {
    T* const end = first + count;
#if defined(__SSE2__)
    constexpr auto line = static_cast<std::uintptr_t>(sizeof(__m128i));
    for (; first != end && reinterpret_cast<std::uintptr_t>(first) % line != 0; ++first) {
        *first = T(0);
    }
    constexpr auto at_once = static_cast<index>(line / sizeof(T));
    for (; end - first >= at_once; first += at_once) {
        _mm_stream_si128(reinterpret_cast<__m128i*>(first), _mm_setzero_si128());
    }
#endif
    for (; first != end; ++first) {
        *first = T(0);
    }
}

inline void in_memory_seen() {
#if defined(__SSE2__)
    _mm_sfence();
#endif
}

} // namespace coppice::backend::detail
