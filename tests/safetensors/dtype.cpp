#include "safetensors/dtype.hpp"

#include <doctest/doctest.h>

TEST_CASE("dtype: names lead to types and back") {
    int known = 0;
    for (unsigned number = 0; number <= static_cast<unsigned>(safetensors::dtype::u64); ++number) {
        const auto type = static_cast<safetensors::dtype>(number);
        CHECK(safetensors::find_dtype(safetensors::name_of(type)) == type);
        ++known;
    }
    CHECK(known == 22);
    CHECK_FALSE(safetensors::find_dtype("F128"));
    CHECK_FALSE(safetensors::find_dtype("f32"));
    CHECK_FALSE(safetensors::find_dtype(""));
}

TEST_CASE("dtype: sizes") {
    using safetensors::dtype;
    CHECK(safetensors::bits_of(dtype::f64) == 64);
    CHECK(safetensors::bits_of(dtype::c64) == 64);
    CHECK(safetensors::bits_of(dtype::f32) == 32);
    CHECK(safetensors::bits_of(dtype::f16) == 16);
    CHECK(safetensors::bits_of(dtype::bf16) == 16);
    CHECK(safetensors::bits_of(dtype::i64) == 64);
    CHECK(safetensors::bits_of(dtype::i32) == 32);
    CHECK(safetensors::bits_of(dtype::i16) == 16);
    CHECK(safetensors::bits_of(dtype::i8) == 8);
    CHECK(safetensors::bits_of(dtype::boolean) == 8);
    CHECK(safetensors::bits_of(dtype::f4) == 4);
    CHECK(safetensors::name_of(dtype::bf16) == "BF16");
    CHECK(safetensors::name_of(dtype::f8_e4m3) == "F8_E4M3");
}
