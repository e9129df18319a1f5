#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct gzFile_s;

namespace data {

/// A file read from front to back, gzipped or not. Its errors say which file, what was found in it
/// and what was expected.
class input_file {
  public:
    /// @param path      the file
    /// @param expected  what the file should be, in words, for the error
    /// @throws std::runtime_error where it cannot be opened
    input_file(std::filesystem::path path, const std::string& expected);

    /// Reads the next `size` bytes, or fewer where the file ends before. Memory grows with what
    /// the file holds, never with what is asked for.
    /// @throws std::runtime_error where reading fails or the gzip stream is cut or damaged
    std::vector<std::uint8_t> read(std::uint64_t size);

    /// Checks that nothing follows; `last` says after what, as in "the last label".
    /// @throws std::runtime_error where something does
    void expect_end(const std::string& last);

    /// @throws std::runtime_error "<path>: found <found>, expected <expected>", always
    [[noreturn]] void fail(const std::string& found, const std::string& expected) const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    struct close {
        void operator()(gzFile_s* file) const;
    };

    std::size_t read_step(std::uint8_t* to, std::size_t size);

    std::filesystem::path path_;
    std::unique_ptr<gzFile_s, close> file_;
};

/// `directory/name`, or `directory/name.gz` where only that exists.
/// @throws std::runtime_error naming both where neither does
std::filesystem::path find_file(const std::filesystem::path& directory, const std::string& name);

} // namespace data
