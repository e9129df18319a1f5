#pragma once

#include <filesystem>
#include <string>

namespace report {

/// Makes a file of a text, in place of what was there.
/// @throws std::runtime_error if it cannot be written
void write_file(const std::filesystem::path& path, const std::string& text);

/// What is computed for hours shall have a place. Nothing is made yet.
/// @param option     that names the directory, for the message
/// @param directory  that is there or can be made
/// @throws std::runtime_error where it neither is nor can
void expect_place_for(const std::string& option, const std::filesystem::path& directory);

} // namespace report
