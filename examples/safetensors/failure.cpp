#include "safetensors/failure.hpp"

#include <stdexcept>
#include <system_error>

#include <nlohmann/json.hpp>

namespace safetensors {
namespace {

constexpr std::size_t longest_quotation = 120; // bytes

} // namespace

void fail(const std::string& where, const std::string& found, const std::string& expected) {
    throw std::runtime_error(where + ": found " + found + ", expected " + expected);
}

std::string place_of(const std::filesystem::path& path, std::string_view tensor) {
    return path.string() + ": tensor " + in_quotes(tensor);
}

std::string in_quotes(std::string_view text) {
    const bool cut = text.size() > longest_quotation;
    const nlohmann::json value(std::string(text.substr(0, longest_quotation)) + (cut ? "..." : ""));
    return value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string system_message(int code) {
    return std::generic_category().message(code);
}

} // namespace safetensors
