#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

/// The bytes of a file: the length of its header, the header, and `data` bytes that count up.
inline std::string safetensors_bytes(const std::string& header, std::size_t data) {
    std::string bytes;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        bytes.push_back(static_cast<char>(std::uint64_t{header.size()} >> shift & 0xFFU));
    }
    bytes += header;
    for (std::size_t i = 0; i < data; ++i) {
        bytes.push_back(static_cast<char>(i));
    }
    return bytes;
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}
