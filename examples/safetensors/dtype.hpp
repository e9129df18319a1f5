#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace safetensors {

static_assert(
    std::endian::native == std::endian::little,
    "The files are little-endian, and elements are read and written as they lie in memory.");

/// What a tensor's elements are: everything that the format's own library knows.
enum class dtype : unsigned char {
    boolean,
    f4,
    f6_e2m3,
    f6_e3m2,
    u8,
    i8,
    f8_e5m2,
    f8_e4m3,
    f8_e8m0,
    f8_e4m3fnuz,
    f8_e5m2fnuz,
    i16,
    u16,
    f16,
    bf16,
    i32,
    u32,
    f32,
    c64,
    f64,
    i64,
    u64
};

/// As files spell it: "BF16".
[[nodiscard]] std::string_view name_of(dtype type);

/// Bits of one element; those of 4 or 6 lie packed.
[[nodiscard]] std::uint64_t bits_of(dtype type);

/// The type that files spell so; nothing where there is none.
[[nodiscard]] std::optional<dtype> find_dtype(std::string_view name);

/// All names, as in "BOOL, F4, U8".
[[nodiscard]] std::string dtype_names();

} // namespace safetensors
