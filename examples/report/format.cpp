#include "report/format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace report {
namespace {

std::string
two_units(std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit) {
    return grouped(large) + " " + large_unit + " " + std::to_string(small) + " " + small_unit;
}

} // namespace

std::string group_digits(const std::string& integer) {
    const std::size_t start = integer.starts_with('-') ? 1 : 0;
    std::string result;
    for (std::size_t i = 0; i < integer.size(); ++i) {
        if (i > start && (integer.size() - i) % 3 == 0) {
            result += ',';
        }
        result += integer[i];
    }
    return result;
}

std::string decimal(double value, int decimals) {
    std::array<char, 512> text{}; // the largest double has 309 digits before the point
    const int digits = std::clamp(decimals, 0, 100);
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
    std::string result(text.data(), end.ptr);
    if (std::isfinite(value) && result.find_first_of("123456789") == std::string::npos &&
        result.starts_with('-')) {
        result.erase(0, 1);
    }
    return result;
}

std::string significant(double value, int digits) {
    std::array<char, 128> text{};
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::general,
        std::clamp(digits, 1, 100));
    return {text.data(), end.ptr};
}

std::string fixed(double value, int digits) {
    if (value == 0 || !std::isfinite(value)) {
        return decimal(value, 0);
    }
    // Of the number as it is rounded: 9.999 has a digit more.
    std::array<char, 128> text{};
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::scientific,
        std::clamp(digits, 1, 100) - 1);
    const std::string scientific(text.data(), end.ptr);
    const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
    return decimal(value, digits - 1 - exponent);
}

std::string percent(double share, int decimals) {
    return decimal(100 * share, decimals) + " %";
}

std::string duration(double seconds) {
    if (!(seconds >= 0) || seconds > 1e15) {
        return "?";
    }
    const std::int64_t milliseconds = std::llround(seconds * 1000);
    if (milliseconds == 0) {
        return "0 s";
    }
    if (milliseconds < 1000) {
        return std::to_string(milliseconds) + " ms";
    }
    if (seconds < 9.95) {
        return decimal(seconds, 1) + " s";
    }
    const std::int64_t whole = std::llround(seconds);
    if (whole < 60) {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600) {
        return two_units(whole / 60, "m", whole % 60, "s");
    }
    if (whole < 86400) {
        return two_units(whole / 3600, "h", whole % 3600 / 60, "m");
    }
    return two_units(whole / 86400, "d", whole % 86400 / 3600, "h");
}

std::string rate(double per_second, const std::string& unit) {
    std::string number;
    if (per_second < 0.995) {
        number = decimal(per_second, 2);
    } else if (per_second < 9.95) {
        number = decimal(per_second, 1);
    } else {
        number = group_digits(decimal(per_second, 0));
    }
    return number + " " + unit + "/s";
}

} // namespace report
