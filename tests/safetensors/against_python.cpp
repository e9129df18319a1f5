// Files that the format's own library wrote: see record_python.py.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "safetensors/reader.hpp"
#include "safetensors/writer.hpp"
#include "temporary_directory.hpp"

namespace {

std::filesystem::path recorded(const std::string& name) {
    return std::filesystem::path(COPPICE_RECORDED) / (name + ".safetensors");
}

std::vector<std::byte>
bytes_of(const safetensors::reader& file, const safetensors::tensor_info& tensor) {
    std::vector<std::byte> bytes(tensor.bytes());
    file.read(tensor, bytes);
    return bytes;
}

/// Checks that the bytes count up from `first`.
void check_counting(
    const safetensors::reader& file, const std::string& name, safetensors::dtype type,
    const std::vector<std::uint64_t>& shape, unsigned first) {
    CAPTURE(name);
    const safetensors::tensor_info& tensor = file.find(name);
    CHECK(tensor.type == type);
    CHECK(tensor.shape == shape);
    for (const std::byte value : bytes_of(file, tensor)) {
        CHECK(value == static_cast<std::byte>(first++));
    }
}

} // namespace

TEST_CASE("against Python: every element type") {
    using safetensors::dtype;
    const safetensors::reader file(recorded("types"));
    CHECK_FALSE(file.metadata());
    CHECK(file.tensors().size() == 19);
    unsigned number = 0;
    for (const auto& [name, type] : std::vector<std::pair<std::string, dtype>>{
             {"a bool", dtype::boolean},
             {"a uint8", dtype::u8},
             {"a int8", dtype::i8},
             {"a float8_e5m2", dtype::f8_e5m2},
             {"a float8_e4m3fn", dtype::f8_e4m3},
             {"a float8_e8m0fnu", dtype::f8_e8m0},
             {"a float8_e4m3fnuz", dtype::f8_e4m3fnuz},
             {"a float8_e5m2fnuz", dtype::f8_e5m2fnuz},
             {"a int16", dtype::i16},
             {"a uint16", dtype::u16},
             {"a float16", dtype::f16},
             {"a bfloat16", dtype::bf16},
             {"a int32", dtype::i32},
             {"a uint32", dtype::u32},
             {"a float32", dtype::f32},
             {"a complex64", dtype::c64},
             {"a float64", dtype::f64},
             {"a int64", dtype::i64},
             {"a uint64", dtype::u64}}) {
        check_counting(file, name, type, {2, 3}, 7 * number++);
    }
}

TEST_CASE("against Python: scalars, no elements, many axes, names of all kinds") {
    using safetensors::dtype;
    const safetensors::reader file(recorded("shapes"));
    CHECK(file.metadata() == safetensors::metadata_map{{"format", "pt"}});
    check_counting(file, "scalar", dtype::f32, {}, 1);
    check_counting(file, "nothing", dtype::f32, {3, 0, 2}, 0);
    check_counting(file, "vector", dtype::i16, {5}, 2);
    check_counting(file, "deep", dtype::u8, {1, 2, 1, 2, 1, 2, 1, 2, 1}, 3);
    check_counting(file, "\xC3\xBCmlaut \xE2\x9C\x93 \"quoted\" \\ \n", dtype::f64, {1, 1}, 4);
}

TEST_CASE("against Python: what we write of a file is that file, byte by byte") {
    const temporary_directory directory;
    for (const char* name : {"types", "shapes", "empty"}) {
        CAPTURE(name);
        const safetensors::reader from(recorded(name));
        safetensors::writer to(directory / name, from.tensors(), from.metadata());
        for (const safetensors::tensor_info& tensor : from.tensors()) {
            to.write(bytes_of(from, tensor));
        }
        to.finish();
        CHECK(content_of(directory / name) == content_of(recorded(name)));
    }
}
