#pragma once

#include "fuzz/require.hpp"
#include "temporary_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>

inline void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    std::filesystem::remove(path); // some file systems write a file to disk that is cut short
    std::ofstream file(path, std::ios::binary);
    file.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    require(file.good(), "cannot write " + path.string());
}

/// Calls read(), which may return, or throw what the readers document: a std::runtime_error that
/// names a file of the directory, what was found in it and what was expected.
template <class Read>
void check_reader(const temporary_directory& directory, Read read) {
    try {
        read();
    } catch (const std::runtime_error& error) {
        const std::string message = error.what();
        const bool names_file = message.find(directory.path().string()) == 0;
        const auto found = message.find(": found ");
        const bool complete =
            found != std::string::npos && message.find(", expected ", found) != std::string::npos;
        require(names_file && complete, "an undocumented complaint: " + message);
    }
}
