#pragma once

#include "backend/mirrored.hpp"
#include "coppice/backend/cuda.cuh"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <span>
#include <tuple>

/// What tests ask of the numbers that CUDA brings.
#define COPPICE_LIMITS(type, lowest_normal, one_bit, largest, infinite, not_a_number)              \
    template <>                                                                                    \
    struct std::numeric_limits<type> {                                                             \
        static type of(std::uint16_t bits) { return std::bit_cast<type>(bits); }                   \
        static type denorm_min() { return of(1); }                                                 \
        static type min() { return of(lowest_normal); }                                            \
        static type epsilon() { return of(one_bit); }                                              \
        static type max() { return of(largest); }                                                  \
        static type infinity() { return of(infinite); }                                            \
        static type quiet_NaN() { return of(not_a_number); }                                       \
    }
COPPICE_LIMITS(__half, 0x0400, 0x1400, 0x7BFF, 0x7C00, 0x7E00);
COPPICE_LIMITS(__nv_bfloat16, 0x0080, 0x3C00, 0x7F7F, 0x7F80, 0x7FC0);
#undef COPPICE_LIMITS

/// The backend with all that it makes itself or, where the environment has COPPICE_OF_THE_CALLER,
/// on a stream and in scratch of the caller's, the least that will do.
inline coppice::backend::cuda tested_backend() {
    using coppice::backend::cuda;
    if (std::getenv("COPPICE_OF_THE_CALLER") == nullptr) {
        return cuda();
    }
    static const cudaStream_t stream = [] {
        cudaStream_t made = nullptr;
        coppice::backend::detail::check_cuda(
            cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking), "cudaStreamCreateWithFlags",
            "for the tests");
        return made;
    }();
    static const coppice::backend::detail::device_memory<std::byte> scratch(
        cuda::least_scratch, stream);
    return {stream, std::span(scratch.data(), static_cast<std::size_t>(scratch.size()))};
}

struct tested_cuda : coppice::backend::cuda {
    tested_cuda() : coppice::backend::cuda(tested_backend()) {}
};

using on_gpu = mirrored<tested_cuda>;

using every_host = std::tuple<host<on_gpu, float>, host<on_gpu, double>>;
using every_backend = std::tuple<on_gpu>;
using every_fast_element = std::tuple<
    host<on_gpu, float>, host<on_gpu, double>, host<on_gpu, __half>, host<on_gpu, __nv_bfloat16>>;
using every_element = every_fast_element;
