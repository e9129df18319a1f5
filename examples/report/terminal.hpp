#pragma once

#include <cstdio>
#include <string>

namespace report {

/// Columns of the terminal behind a stream: 0 where there is none, 80 where it does not tell.
int terminal_columns(std::FILE* stream);

/// Writes a text, at once.
/// @throws std::runtime_error where it cannot be written
void print(const std::string& text, std::FILE* stream = stdout);

} // namespace report
