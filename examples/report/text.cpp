#include "report/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>

namespace report {
namespace {

/// In UTF-8 a code point is one starting byte and the continuation bytes after it.
bool starts_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

bool is_control(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code < 0x20U || code == 0x7FU;
}

std::string blanks_for(const std::string& text, std::size_t width) {
    std::string blanks(width - std::min(width, display_width(text)), ' ');
    return blanks;
}

} // namespace

std::size_t display_width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string pad_left(const std::string& text, std::size_t width) {
    return blanks_for(text, width) + text;
}

std::string pad_right(const std::string& text, std::size_t width) {
    return text + blanks_for(text, width);
}

std::string clip(const std::string& text, std::size_t width) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (starts_code_point(text[i]) && columns++ == width) {
            return text.substr(0, i);
        }
    }
    return text;
}

std::string unlike_a_seed(const std::string& text) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    std::uint64_t seed = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, seed);
    const bool good =
        code == std::errc() && stop == end && seed <= static_cast<std::uint64_t>(most);
    return good ? "" : "Value " + text + " not in range 0 to " + std::to_string(most);
}

std::string one_line(const std::string& text) {
    std::string result = text;
    std::replace_if(result.begin(), result.end(), is_control, ' ');
    return result;
}

} // namespace report
