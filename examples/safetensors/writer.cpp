#include "safetensors/writer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "safetensors/failure.hpp"

namespace safetensors {
namespace {

constexpr std::size_t write_at_once = std::size_t{1} << 30U; // what a system call is handed at most

} // namespace

writer::writer(
    std::filesystem::path path, std::vector<tensor_info> tensors,
    std::optional<metadata_map> metadata)
    : path_(std::move(path)), header_{std::move(tensors), std::move(metadata)} {
    lay_out(header_.tensors, path_);
    const std::string text = write_header(header_, path_);
    const std::filesystem::file_status old = replaced();
    make_temporary(std::filesystem::exists(old));
    const auto length = std::bit_cast<std::array<std::byte, sizeof(std::uint64_t)>>(
        static_cast<std::uint64_t>(text.size()));
    try {
        if (std::filesystem::exists(old)) {
            keep_permissions(old.permissions());
        }
        put(length);
        put(std::as_bytes(std::span(text)));
    } catch (...) {
        ::unlink(temporary_.c_str()); // no destructor will
        throw;
    }
}

writer::~writer() {
    if (file_.open()) {
        ::unlink(temporary_.c_str());
    }
}

void writer::write(std::span<const std::byte> elements) {
    if (elements.size() > header_.bytes() - written_) {
        throw std::logic_error(
            path_.string() + ": more bytes than the " + std::to_string(header_.bytes()) +
            " of its tensors");
    }
    put(elements);
    written_ += elements.size();
}

void writer::finish() {
    if (written_ != header_.bytes()) {
        throw std::logic_error(
            path_.string() + ": " + std::to_string(written_) + " bytes of the " +
            std::to_string(header_.bytes()) + " of its tensors");
    }
    if (fsync(file_.number()) != 0) {
        fail_to_write();
    }
    if (!file_.close() || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int code = errno;
        ::unlink(temporary_.c_str());
        errno = code;
        fail_to_write();
    }
}

/// What is in the place that this file is to take.
std::filesystem::file_status writer::replaced() const {
    std::error_code none;
    const std::filesystem::file_status there = std::filesystem::symlink_status(path_, none);
    if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
        fail(
            path_.string(),
            std::filesystem::is_symlink(there)     ? "a symbolic link"
            : std::filesystem::is_directory(there) ? "a directory"
                                                   : "no plain file",
            "the name of a file to write");
    }
    return there;
}

/// A file beside that place, with the permissions of any new file; for its owner alone until it has
/// those of the file that it replaces.
void writer::make_temporary(bool replaces) {
    const mode_t mode = replaces ? 0600 : 0666;
    for (int number = 0; !file_.open(); ++number) {
        temporary_ = path_;
        temporary_ += ".partial-" + std::to_string(getpid()) + "-" + std::to_string(number);
        file_ =
            descriptor(::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
        if (!file_.open() && errno != EEXIST) {
            fail_to_write();
        }
    }
}

void writer::keep_permissions(std::filesystem::perms kept) const {
    if (::fchmod(file_.number(), static_cast<mode_t>(kept & std::filesystem::perms::all)) != 0) {
        fail_to_write();
    }
}

void writer::put(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t put =
            ::write(file_.number(), bytes.data(), std::min(bytes.size(), write_at_once));
        if (put < 0 && errno != EINTR) {
            fail_to_write();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
    }
}

void writer::fail_to_write() const {
    throw std::runtime_error(
        path_.string() + ": cannot be written (" + system_message(errno) + ")");
}

} // namespace safetensors
