#include "report/json_log.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace report {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what, int code) {
    throw std::runtime_error(
        path.string() + ": cannot " + what + " the log (" + std::generic_category().message(code) +
        ")");
}

bool ends_within_line(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file || file.tellg() <= 0) {
        return false;
    }
    file.seekg(-1, std::ios::end);
    return file.get() != '\n';
}

} // namespace

void json_log::close::operator()(std::FILE* file) const {
    std::fclose(file);
}

json_log::json_log(std::filesystem::path path) : path_(std::move(path)) {
    errno = 0;
    file_.reset(std::fopen(path_.c_str(), "ab"));
    if (!file_) {
        fail(path_, "open", errno);
    }
    if (std::filesystem::is_regular_file(path_) && ends_within_line(path_)) {
        append("\n");
    }
}

void json_log::write(const nlohmann::json& value) {
    const auto replace = nlohmann::json::error_handler_t::replace;
    append(value.dump(-1, ' ', false, replace) + "\n");
}

void json_log::append(const std::string& text) {
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() ||
        std::fflush(file_.get()) != 0) {
        fail(path_, "write to", errno);
    }
}

} // namespace report
