#pragma once

#include <cstdio>

namespace report {

/// Columns of the terminal behind a stream: 0 where there is none, 80 where it does not tell.
int terminal_columns(std::FILE* stream);

} // namespace report
