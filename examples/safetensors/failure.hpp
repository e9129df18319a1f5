#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace safetensors {

/// @param where  a file, or a file and a tensor of it
/// @throws std::runtime_error "<where>: found <found>, expected <expected>", always
[[noreturn]] void
fail(const std::string& where, const std::string& found, const std::string& expected);

/// `path: tensor "name"`
[[nodiscard]] std::string place_of(const std::filesystem::path& path, std::string_view tensor);

/// A text from a file, fit for a message: in quotation marks, what is unreadable escaped, and cut
/// where it is long.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// What the system says of one of its error numbers.
[[nodiscard]] std::string system_message(int code);

} // namespace safetensors
