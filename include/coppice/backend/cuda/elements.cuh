#pragma once

#ifndef __CUDACC__
#error "coppice/backend/cuda/elements.cuh is for CUDA: compile it with nvcc, as a .cu file."
#endif

#include "coppice/core/element.hpp"

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace coppice {

/// Half precision: sums are taken in double.
template <>
inline constexpr bool is_element<__half> = true;
template <>
inline constexpr std::int16_t infinity_bits<__half> = 0x7C00;

/// Brain floating point: sums are taken in double.
template <>
inline constexpr bool is_element<__nv_bfloat16> = true;
template <>
inline constexpr std::int16_t infinity_bits<__nv_bfloat16> = 0x7F80;

} // namespace coppice
