#include "safetensors/header.hpp"

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "message.hpp"

namespace {

using safetensors::dtype;
using safetensors::header;

const std::string good = R"({"__metadata__":{"format":"pt"},)"
                         R"("b":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]},)"
                         R"("a":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}})";

/// A tensor "x" of these fields.
std::string one(const std::string& fields) {
    return R"({"x":{)" + fields + "}}";
}

std::string one(const std::string& type, const std::string& shape, const std::string& offsets) {
    return one(R"("dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets);
}

std::string complaint(const std::string& text, std::uint64_t data_bytes = 16) {
    return message_of<std::runtime_error>(
        [&] { static_cast<void>(safetensors::parse_header(text, data_bytes, "f")); });
}

void replace(std::string& text, const std::string& old, const std::string& by) {
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    text.replace(at, old.size(), by);
}

} // namespace

TEST_CASE("header: tensors in the order of their data, and the metadata") {
    const header read = safetensors::parse_header(good + "   ", 20, "f");
    REQUIRE(read.tensors.size() == 2);
    CHECK(read.tensors[0] == safetensors::tensor_info{"a", dtype::i16, {2}, 0, 4});
    CHECK(read.tensors[1] == safetensors::tensor_info{"b", dtype::f32, {2, 2}, 4, 20});
    CHECK(read.tensors[1].elements() == 4);
    CHECK(read.bytes() == 20);
    REQUIRE(read.metadata);
    CHECK(*read.metadata == safetensors::metadata_map{{"format", "pt"}});
}

TEST_CASE("header: no tensors, no metadata") {
    const header read = safetensors::parse_header("{}", 0, "f");
    CHECK(read.tensors.empty());
    CHECK_FALSE(read.metadata);
    CHECK(safetensors::parse_header(R"({"__metadata__":{}})", 0, "f").metadata->empty());
}

TEST_CASE("header: scalars, tensors without elements and packed elements") {
    const header read = safetensors::parse_header(
        R"({"none":{"dtype":"F64","shape":[7,0],"data_offsets":[8,8]},)"
        R"("scalar":{"dtype":"F64","shape":[],"data_offsets":[0,8]},)"
        R"("packed":{"dtype":"F4","shape":[3,2],"data_offsets":[8,11]}})",
        11, "f");
    REQUIRE(read.tensors.size() == 3);
    CHECK(read.tensors[0].name == "scalar");
    CHECK(read.tensors[0].elements() == 1);
    CHECK(read.tensors[1].elements() == 0);
    CHECK(read.tensors[2].bytes() == 3);
    CHECK(safetensors::to_string(read.tensors[0].shape) == "a scalar");
    CHECK(safetensors::to_string(read.tensors[2].shape) == "3 x 2");
}

TEST_CASE("header: what is written is read back") {
    header made = safetensors::parse_header(good, 20, "f");
    made.metadata->emplace("\"quoted\"\n", "\xC3\xBC");
    const std::string text = safetensors::write_header(made, "f");
    CHECK(text.size() % 8 == 0);
    CHECK(safetensors::parse_header(text, 20, "f") == made);
}

TEST_CASE("header: what cannot be read is not written") {
    const auto message = [](std::vector<safetensors::tensor_info> tensors) {
        return message_of<std::runtime_error>([&] {
            static_cast<void>(safetensors::write_header({std::move(tensors), {}}, "f"));
        });
    };
    CHECK(
        message({{"a", dtype::u8, {1}, 0, 1}, {"a", dtype::u8, {1}, 1, 2}}) ==
        "f: found the name \"a\" twice, expected each name once");
    CHECK(
        message({{"\xFF", dtype::u8, {1}, 0, 1}}) ==
        "f: found the text \"\\ufffd\", expected one in UTF-8");
    CHECK(
        message({{"__metadata__", dtype::u8, {1}, 0, 1}}) ==
        "f: __metadata__: found an array, expected a text for the key \"shape\"");
}

TEST_CASE("header: lays tensors out by their shapes") {
    std::vector<safetensors::tensor_info> tensors = {
        {"a", dtype::f32, {3}, 99, 7}, {"b", dtype::u8, {}, 0, 0}, {"c", dtype::f16, {2, 2}, 0, 0}};
    safetensors::lay_out(tensors, "f");
    CHECK(tensors[0].begin == 0);
    CHECK(tensors[0].end == 12);
    CHECK(tensors[1].end == 13);
    CHECK(tensors[2].end == 21);
    // Eight times as many bytes as a tensor may have fit, nine times do not.
    tensors.assign(9, {"large", dtype::u8, {(std::uint64_t{1} << 60U) - 1}, 0, 0});
    CHECK(
        message_of<std::runtime_error>([&] { safetensors::lay_out(tensors, "f"); }) ==
        "f: tensor \"large\": found 1152921504606846975 bytes after 9223372036854775800 bytes of "
        "other tensors, expected fewer than 2^63 in all");
}

TEST_CASE("header: text that is no JSON object") {
    CHECK(complaint("") == "f: found an empty header, expected one that begins with \"{\"");
    CHECK(
        complaint("[1]") ==
        "f: found a header that begins with \"[\", expected one that begins with \"{\"");
    CHECK(
        complaint("\xEF\xBB\xBF{}") ==
        "f: found a header that begins with \"\\ufffd\", expected one that begins with \"{\"");
    const std::string expected = ", expected a JSON object in UTF-8";
    CHECK(complaint("{") == "f: found a header that is no JSON at its byte 2" + expected);
    CHECK(complaint("{} {}") == "f: found a header that is no JSON at its byte 4" + expected);
    CHECK(
        complaint(std::string("{}\0", 3)) ==
        "f: found a header that is no JSON at its byte 3" + expected);
    CHECK(
        complaint("{\"\xFF\":1}") == "f: found a header that is no UTF-8 at its byte 3" + expected);
    std::string cut = good;
    cut.resize(60);
    CHECK(complaint(cut).find("f: found a header that is no JSON at its byte ") == 0);
}

TEST_CASE("header: a bomb of brackets stops at the first that does not belong there") {
    std::string bomb = R"({"x":)";
    bomb.append(5'000'000, '[');
    CHECK(
        complaint(bomb) == "f: tensor \"x\": found an array, expected an object with dtype, shape "
                           "and data_offsets");
    std::string deep;
    for (int i = 0; i < 1'000'000; ++i) {
        deep += R"({"x":)";
    }
    CHECK(
        complaint(deep) ==
        "f: tensor \"x\": found the field \"x\", expected dtype, shape and data_offsets alone");
}

TEST_CASE("header: names, fields and keys that come twice") {
    CHECK(
        complaint(R"({"x":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},)"
                  R"("x":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}})") ==
        "f: found the name \"x\" twice, expected each name once");
    CHECK(
        complaint(one(R"("dtype":"U8","dtype":"U8")")) ==
        "f: tensor \"x\": found the field \"dtype\" twice, expected each field once");
    CHECK(
        complaint(R"({"__metadata__":{"a":"1","a":"2"}})") ==
        "f: __metadata__: found the key \"a\" twice, expected each key once");
    CHECK(
        complaint(R"({"__metadata__":{},"__metadata__":{}})") ==
        "f: found the name \"__metadata__\" twice, expected each name once");
}

TEST_CASE("header: fields that are missing, unknown or of another kind") {
    const std::string x = "f: tensor \"x\": found ";
    const std::string all = ", expected dtype, shape and data_offsets";
    CHECK(complaint(one(R"("shape":[8],"data_offsets":[0,8])")) == x + "no dtype" + all);
    CHECK(complaint(one(R"("dtype":"U8","data_offsets":[0,8])")) == x + "no shape" + all);
    CHECK(complaint(one(R"("dtype":"U8","shape":[8])")) == x + "no data_offsets" + all);
    CHECK(complaint(one(R"("strides":[8])")) == x + "the field \"strides\"" + all + " alone");
    CHECK(complaint(one(R"("dtype":3)")) == x + "3, expected the name of an element type");
    CHECK(
        complaint(one(R"("dtype":["U8"])")) ==
        x + "an array, expected the name of an element type");
    CHECK(complaint(one(R"("shape":16)")) == x + "16, expected an array of extents");
    CHECK(
        complaint(one(R"("data_offsets":"0")")) ==
        x + "the text \"0\", expected an array of two offsets");
    CHECK(
        complaint(R"({"x":null})") ==
        x + "null, expected an object with dtype, shape and data_offsets");
    CHECK(
        complaint(R"({"__metadata__":{"n":1}})") ==
        "f: __metadata__: found 1, expected a text for the key \"n\"");
    CHECK(
        complaint(R"({"__metadata__":"pt"})") ==
        "f: tensor \"__metadata__\": found the text \"pt\", expected an object of texts");
}

TEST_CASE("header: an unknown element type") {
    const std::string said = complaint(one("F128", "[1]", "[0,16]"));
    CHECK(said.find("f: tensor \"x\": found the dtype \"F128\", expected one of BOOL, F4") == 0);
}

TEST_CASE("header: numbers that are no extents or offsets") {
    const std::string extent = ", expected an extent, a whole number from 0 to 9223372036854775807";
    const std::string offset =
        ", expected two offsets, each a whole number from 0 to 9223372036854775807";
    const std::string x = "f: tensor \"x\": found ";
    for (const char* bad : {"-1", "1.5", "1e2", "9223372036854775808", "18446744073709551616"}) {
        const std::string number = bad;
        CHECK(complaint(one("U8", "[" + number + "]", "[0,16]")) == x + number + extent);
        CHECK(complaint(one("U8", "[16]", "[0," + number + "]")) == x + number + offset);
    }
    CHECK(complaint(one("U8", "[[16]]", "[0,16]")) == x + "an array" + extent);
    CHECK(complaint(one("U8", "[true]", "[0,16]")) == x + "true" + extent);
    CHECK(complaint(one("U8", "[16]", "[0]")) == x + "data_offsets of 1 numbers" + offset);
    CHECK(complaint(one("U8", "[16]", "[0,16,16]")) == x + "a third number" + offset);
}

TEST_CASE("header: a shape whose product overflows") {
    CHECK(
        complaint(one("F32", "[4294967296,4294967296]", "[0,16]")) ==
        "f: tensor \"x\": found the shape 4294967296 x 4294967296 F32, expected one of at most "
        "288230376151711743 elements");
    CHECK(
        complaint(one("F32", "[9223372036854775807,9223372036854775807,0]", "[0,16]"))
            .find("found the shape") != std::string::npos);
    // The product of these is 4 modulo 2^64.
    CHECK(
        complaint(one("F32", "[2147483649,8589934588,1,1]", "[0,16]")).find("found the shape") !=
        std::string::npos);
    CHECK(
        complaint(one("F4", "[3]", "[0,2]")) ==
        "f: tensor \"x\": found the shape 3 F4, expected one that fills whole bytes");
}

TEST_CASE("header: offsets that lie") {
    const std::string x = "f: tensor \"x\": found the offsets ";
    CHECK(
        complaint(one("U8", "[16]", "[0,15]")) == x + "[0, 15), expected 16 bytes, those of 16 U8");
    CHECK(
        complaint(one("U8", "[16]", "[16,0]")) ==
        x + "[16, 0), expected an end that is not before the beginning");
    CHECK(
        complaint(one("U8", "[17]", "[0,17]")) ==
        x + "[0, 17), expected none beyond the 16 bytes that the file holds behind its header");
    CHECK(
        complaint(one("U8", "[9223372036854775807]", "[0,9223372036854775807]")).find("found") !=
        std::string::npos);
    CHECK(
        complaint(one("U8", "[15]", "[1,16]")) ==
        x + "[1, 16), which leave a gap, expected a beginning at 0");
    CHECK(
        complaint(one("U8", "[15]", "[0,15]")) ==
        "f: found 16 bytes behind the header, expected 15 bytes, those of its tensors");
}

TEST_CASE("header: offsets that overlap or leave a gap between tensors") {
    std::string text = good;
    replace(text, R"([2,2],"data_offsets":[4,20])", R"([2,2],"data_offsets":[3,19])");
    CHECK(
        complaint(text, 20) == "f: tensor \"b\": found the offsets [3, 19), which overlap those of "
                               "tensor \"a\", expected a beginning at 4");
    replace(text, "[3,19]", "[5,21]");
    CHECK(
        complaint(text, 21) ==
        "f: tensor \"b\": found the offsets [5, 21), which leave a gap, expected a beginning at 4");
}

TEST_CASE("header: a name is shown cut short and escaped") {
    const std::string name = "line\\n" + std::string(500, 'n');
    const std::string said = complaint("{\"" + name + "\":1}");
    CHECK(said.find("f: tensor \"line\\nnnn") == 0);
    CHECK(said.size() < 300);
}
