#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace report {

/// A log of JSON lines: one complete value a line, only ever appended to. Each line is handed to
/// the system before `write` returns, so that a killed run loses at most the line being written.
class json_log {
  public:
    /// Opens the file, and makes it where it is missing. A line which a killed run left incomplete
    /// at the end is closed, so that new lines stay whole.
    /// @throws std::runtime_error naming the file where that fails
    explicit json_log(std::filesystem::path path);

    /// Appends one line. Numbers which JSON lacks (infinities, NaN) become null, and bytes which
    /// are not UTF-8 the replacement character.
    /// @throws std::runtime_error naming the file where that fails, as on a full disk
    void write(const nlohmann::json& value);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    struct close {
        void operator()(std::FILE* file) const;
    };

    void append(const std::string& text);

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, close> file_;
};

} // namespace report
