#pragma once

#include <filesystem>
#include <string>

namespace report {

/// Makes a file of a text, in place of what was there.
/// @throws std::runtime_error if it cannot be written
void write_file(const std::filesystem::path& path, const std::string& text);

} // namespace report
