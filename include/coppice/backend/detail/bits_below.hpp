#pragma once

#include "coppice/mask/view.hpp"

#include <concepts>
#include <cstdint>

#if defined(__AVX512BW__) || defined(__AVX2__)
#include <immintrin.h>
#endif

namespace coppice::backend::detail {

/// Compares a word's worth of keys with a limit: bit i is set where keys[i] < limit. In the vector
/// unit's instructions where the compiler may use them, because no compiler packs the bits well.
template <std::signed_integral Key>
[[nodiscard]] inline mask::word bits_below(const Key* keys, Key limit) {
    mask::word bits = 0;
    for (index i = 0; i < mask::bits_per_word; ++i) {
        bits |= static_cast<mask::word>(keys[i] < limit) << i;
    }
    return bits;
}

#if defined(__AVX512BW__)

template <>
[[nodiscard]] inline mask::word bits_below(const std::int16_t* keys, std::int16_t limit) {
    const __m512i bound = _mm512_set1_epi16(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        const __m512i some = _mm512_loadu_si512(keys + i);
        bits |= mask::word{_mm512_cmplt_epi16_mask(some, bound)} << i;
    }
    return bits;
}

template <>
[[nodiscard]] inline mask::word bits_below(const std::int32_t* keys, std::int32_t limit) {
    const __m512i bound = _mm512_set1_epi32(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 16) {
        const __m512i some = _mm512_loadu_si512(keys + i);
        bits |= mask::word{_mm512_cmplt_epi32_mask(some, bound)} << i;
    }
    return bits;
}

template <>
[[nodiscard]] inline mask::word bits_below(const std::int64_t* keys, std::int64_t limit) {
    const __m512i bound = _mm512_set1_epi64(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 8) {
        const __m512i some = _mm512_loadu_si512(keys + i);
        bits |= mask::word{_mm512_cmplt_epi64_mask(some, bound)} << i;
    }
    return bits;
}

#elif defined(__AVX2__)

template <>
[[nodiscard]] inline mask::word bits_below(const std::int16_t* keys, std::int16_t limit) {
    const __m256i bound = _mm256_set1_epi16(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        const auto* const some = reinterpret_cast<const __m256i*>(keys + i);
        const __m256i first = _mm256_cmpgt_epi16(bound, _mm256_loadu_si256(some));
        const __m256i second = _mm256_cmpgt_epi16(bound, _mm256_loadu_si256(some + 1));
        // Packing works within halves of a register: put the quarters back in order.
        const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(first, second), 0xD8);
        bits |= mask::word{static_cast<std::uint32_t>(_mm256_movemask_epi8(packed))} << i;
    }
    return bits;
}

template <>
[[nodiscard]] inline mask::word bits_below(const std::int32_t* keys, std::int32_t limit) {
    const __m256i bound = _mm256_set1_epi32(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 8) {
        const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys + i));
        const __m256 below = _mm256_castsi256_ps(_mm256_cmpgt_epi32(bound, some));
        bits |= mask::word{static_cast<std::uint32_t>(_mm256_movemask_ps(below))} << i;
    }
    return bits;
}

template <>
[[nodiscard]] inline mask::word bits_below(const std::int64_t* keys, std::int64_t limit) {
    const __m256i bound = _mm256_set1_epi64x(limit);
    mask::word bits = 0;
    for (unsigned i = 0; i < 64; i += 4) {
        const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys + i));
        const __m256d below = _mm256_castsi256_pd(_mm256_cmpgt_epi64(bound, some));
        bits |= mask::word{static_cast<std::uint32_t>(_mm256_movemask_pd(below))} << i;
    }
    return bits;
}

#endif

} // namespace coppice::backend::detail
