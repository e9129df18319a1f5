#include "coppice/checkpoint/checksum.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using coppice::checkpoint::checksum;

namespace {

std::uint32_t of_text(std::string_view text) {
    return checksum(std::as_bytes(std::span<const char>(text)));
}

/// Bit by bit, as the polynomial is defined.
std::uint32_t by_bits(std::span<const std::byte> data) {
    std::uint32_t rest = 0xFFFFFFFF;
    for (const std::byte byte : data) {
        rest ^= std::to_integer<std::uint32_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? 0x82F63B78U : 0U);
        }
    }
    return ~rest;
}

} // namespace

TEST_CASE("the checksum is CRC-32C: the check value and the examples of RFC 3720") {
    CHECK(of_text("123456789") == 0xE3069283);
    CHECK(of_text("") == 0);
    CHECK(checksum(std::vector<std::byte>(32)) == 0x8A9136AA);
    CHECK(checksum(std::vector<std::byte>(32, std::byte{0xFF})) == 0x62A8AB43);
    std::vector<std::byte> rising;
    for (int i = 0; i < 32; ++i) {
        rising.push_back(static_cast<std::byte>(i));
    }
    CHECK(checksum(rising) == 0x46DD794E);
}

TEST_CASE("eight bytes at a time are the same as bit by bit, at every length and in every cut") {
    std::vector<std::byte> bytes;
    for (int i = 0; i < 40; ++i) {
        bytes.push_back(static_cast<std::byte>(i * 37 + 11));
        const std::span<const std::byte> all(bytes);
        const std::uint32_t whole = by_bits(all);
        REQUIRE(checksum(all) == whole);
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            REQUIRE(checksum(all.subspan(cut), checksum(all.first(cut))) == whole);
        }
    }
}
