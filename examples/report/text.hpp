#pragma once

#include <cstddef>
#include <string>

namespace report {

/// Columns that a UTF-8 text takes on a terminal, at one column a code point.
std::size_t display_width(const std::string& text);

/// Blanks in front, up to `width` columns; a longer text stays as it is.
std::string pad_left(const std::string& text, std::size_t width);

/// Blanks behind, up to `width` columns; a longer text stays as it is.
std::string pad_right(const std::string& text, std::size_t width);

/// The first `width` columns of a text, never half a code point.
std::string clip(const std::string& text, std::size_t width);

/// What is wrong with a text as a seed, a whole number below 2^63; nothing if it is one.
std::string unlike_a_seed(const std::string& text);

/// "a, b, c".
template <class Range>
std::string joined(const Range& all, const std::string& between = ", ") {
    std::string text;
    for (const auto& one : all) {
        text += (text.empty() ? "" : between) + std::string(one);
    }
    return text;
}

/// The text in one line: a blank for each control character, line ends included.
std::string one_line(const std::string& text);

} // namespace report
