#include "coppice/checkpoint/reader.hpp"

#include "core/refusal.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using coppice::checkpoint::reader;
using coppice::checkpoint::writer;

TEST_CASE("what was written is read") {
    writer out;
    out.put(std::int64_t{-3});
    out.put(2.5);
    const std::array<float, 3> row = {1, 2, 3};
    out.put_size(row.size());
    out.put_row(std::span<const float>(row));
    reader in(out.bytes(), "file");
    CHECK(in.take<std::int64_t>() == -3);
    CHECK(in.take<double>() == 2.5);
    std::vector<float> found(in.take_size(sizeof(float)));
    in.take_row(std::span<float>(found));
    CHECK(found == std::vector<float>{1, 2, 3});
    in.expect_end();
}

TEST_CASE("nothing is read past the end, and nothing is left") {
    writer out;
    out.put(std::uint16_t{7});
    reader in(out.bytes(), "file");
    CHECK(refusal([&] {
              static_cast<void>(in.take<std::uint32_t>());
          }) == "file: content is cut short; it must be as it was saved");
    CHECK(refusal([&] {
              in.expect_end();
          }) == "file: content is 2 bytes too long; it must be as it was saved");
    CHECK(in.take<std::uint16_t>() == 7);
    CHECK(refusal([&] {
              static_cast<void>(in.take_bytes(~std::size_t{0}));
          }) == "file: content is cut short; it must be as it was saved");
}

TEST_CASE("a length for which there are no bytes is refused before memory is taken for it") {
    writer out;
    out.put_size(std::size_t{1} << 60U);
    out.put(std::uint64_t{0});
    reader in(out.bytes(), "file");
    CHECK(
        refusal([&] { static_cast<void>(in.take_size(4)); }) ==
        "file: a length is 1152921504606846976; it must be at most 2, for which there are bytes");
}

TEST_CASE("a truth value is 0 or 1") {
    writer out;
    out.put(std::uint8_t{2});
    reader in(out.bytes(), "file");
    CHECK(refusal([&] {
              static_cast<void>(in.take<bool>());
          }) == "file: a truth value is 2; it must be 0 or 1");
}
