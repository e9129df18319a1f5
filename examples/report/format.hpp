#pragma once

#include <concepts>
#include <string>

namespace report {

/// Puts a comma before every third digit from the right: "-272474" becomes "-272,474".
std::string group_digits(const std::string& integer);

/// A whole number with thousands separators, as in "272,474".
template <std::integral Integer>
std::string grouped(Integer value) {
    return group_digits(std::to_string(value));
}

/// A number with so many digits after the point, as in "0.31", in every locale; never "-0.00".
std::string decimal(double value, int decimals);

/// A number to so many digits that count, as short as it can be written: to 3 digits 0.0029918 is
/// "0.00299", 0.1 is "0.1" and 1.2e-7 is "1.2e-07".
std::string significant(double value, int digits);

/// The same without an exponent, and with zeros at the end: to 3 digits 0.0029918 is "0.00299", 0.1
/// is "0.100" and 1234.5 is "1235".
std::string fixed(double value, int digits);

/// A share as a percentage: 0.934 is "93.4 %".
std::string percent(double share, int decimals = 1);

/// A time in the two largest units that matter: "85 ms", "4.2 s", "42 s", "1 m 12 s", "2 h 5 m" or
/// "3 d 4 h"; "?" where it is negative or not finite.
std::string duration(double seconds);

/// How many a second: "4,912 images/s", "3.4 images/s", "0.25 images/s".
std::string rate(double per_second, const std::string& unit);

} // namespace report
