#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace coppice::checkpoint {

namespace detail {

using checksum_tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// By byte, what it does to the checksum when it lies so many bytes before the end of eight.
[[nodiscard]] inline checksum_tables make_checksum_tables() {
    constexpr std::uint32_t polynomial = 0x82F63B78; // Castagnoli's, reflected
    checksum_tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit) {
            rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? polynomial : 0);
        }
        tables[0][byte] = rest;
    }
    for (std::size_t before = 1; before < tables.size(); ++before) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t rest = tables[before - 1][byte];
            tables[before][byte] = (rest >> 8U) ^ tables[0][rest & 0xFFU];
        }
    }
    return tables;
}

} // namespace detail

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4) of a row of bytes: every change of up to 32 bits in
/// a row is noticed, whatever the length, and every change of one, two or three bits in files of up
/// to 2 GiB; any other with a probability of 1 - 2^-32. Chosen over hashes, which promise only the
/// last. It guards against accidents, not against forgery.
///
/// Eight bytes are taken at a time ("slicing by 8"), by tables that the first call makes:
/// compilers are slow at it.
/// @param so_far  the checksum of what came before, to go on from
[[nodiscard]] inline std::uint32_t
checksum(std::span<const std::byte> bytes, std::uint32_t so_far = 0) {
    static const detail::checksum_tables table = detail::make_checksum_tables();
    const auto at = [&](std::size_t place) { return std::to_integer<std::uint32_t>(bytes[place]); };
    std::uint32_t rest = ~so_far;
    std::size_t place = 0;
    for (; bytes.size() - place >= 8; place += 8) {
        rest ^= at(place) | at(place + 1) << 8U | at(place + 2) << 16U | at(place + 3) << 24U;
        rest = table[7][rest & 0xFFU] ^ table[6][rest >> 8U & 0xFFU] ^
               table[5][rest >> 16U & 0xFFU] ^ table[4][rest >> 24U] ^ table[3][at(place + 4)] ^
               table[2][at(place + 5)] ^ table[1][at(place + 6)] ^ table[0][at(place + 7)];
    }
    for (; place < bytes.size(); ++place) {
        rest = (rest >> 8U) ^ table[0][(rest ^ at(place)) & 0xFFU];
    }
    return ~rest;
}

} // namespace coppice::checkpoint
