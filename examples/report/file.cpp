#include "report/file.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace report {

void write_file(const std::filesystem::path& path, const std::string& text) {
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) {
        throw std::runtime_error(
            path.string() + ": cannot be written (" + std::generic_category().message(errno) + ")");
    }
}

void expect_place_for(const std::string& option, const std::filesystem::path& directory) {
    if (directory.empty()) {
        throw std::runtime_error(option + ": found no name, expected that of a directory");
    }
    std::error_code unreadable;
    std::filesystem::path there = std::filesystem::absolute(directory);
    while (!std::filesystem::exists(there, unreadable) && there.has_relative_path()) {
        there = there.parent_path();
    }
    if (!std::filesystem::is_directory(there, unreadable) ||
        access(there.c_str(), W_OK | X_OK) != 0) {
        throw std::runtime_error(
            option + ": " + directory.string() + " cannot be made, for " + there.string() +
            " is no directory that can be written to");
    }
}

} // namespace report
