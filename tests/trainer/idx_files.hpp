#pragma once

#include "data/files.hpp"
#include "data/images.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

/// Writes images and labels as MNIST's files of that part: "train" or "t10k".
inline void write_part(
    const std::filesystem::path& directory, const std::string& part, const data::images& set) {
    write_plain(
        directory / (part + "-images-idx3-ubyte"),
        big_endian(0x0803) + big_endian(static_cast<std::uint32_t>(set.count)) +
            big_endian(static_cast<std::uint32_t>(set.height)) +
            big_endian(static_cast<std::uint32_t>(set.width)) +
            std::string(set.pixels.begin(), set.pixels.end()));
    write_plain(
        directory / (part + "-labels-idx1-ubyte"),
        idx_labels(std::string(set.labels.begin(), set.labels.end())));
}
