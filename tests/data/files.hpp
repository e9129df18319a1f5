#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <zlib.h>

inline void write_plain(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline void write_gzip(const std::filesystem::path& path, const std::string& bytes) {
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose_w(file);
}

inline std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU));
    }
    return bytes;
}

/// The bytes first, first + 1, ..., each modulo 256.
inline std::string counting_bytes(std::size_t count, std::size_t first = 0) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes.push_back(static_cast<char>(first + i));
    }
    return bytes;
}

/// An IDX file of `count` images of height x width pixels which count up from 0.
inline std::string idx_images(std::uint32_t count, std::uint32_t height, std::uint32_t width) {
    return big_endian(0x0803) + big_endian(count) + big_endian(height) + big_endian(width) +
           counting_bytes(std::size_t{count} * height * width);
}

/// An IDX file of labels.
inline std::string idx_labels(const std::string& labels) {
    return big_endian(0x0801) + big_endian(static_cast<std::uint32_t>(labels.size())) + labels;
}
