#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace coppice {

/// What the library throws when it refuses an input. Nothing has been changed then, unless the
/// function that throws says otherwise (compact::remove) or runs a host's trainer (the drivers).
///
/// The message is one sentence, "<where>: <parameter> is <value>; it must be <range>", and its four
/// parts can be read one by one.
class error : public std::runtime_error {
  public:
    /// @param where      the layer, policy or file at fault
    /// @param parameter  what about it is wrong
    /// @param value      the value that was found
    /// @param range      what would have been right, to follow "it must be"
    error(std::string where, std::string parameter, std::string value, std::string range)
        : std::runtime_error(where + ": " + parameter + " is " + value + "; it must be " + range),
          where_(std::move(where)), parameter_(std::move(parameter)), value_(std::move(value)),
          range_(std::move(range)) {}

    [[nodiscard]] const std::string& where() const noexcept { return where_; }
    [[nodiscard]] const std::string& parameter() const noexcept { return parameter_; }
    [[nodiscard]] const std::string& value() const noexcept { return value_; }
    [[nodiscard]] const std::string& range() const noexcept { return range_; }

  private:
    std::string where_;
    std::string parameter_;
    std::string value_;
    std::string range_;
};

} // namespace coppice
