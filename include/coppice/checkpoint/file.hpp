#pragma once

#include "coppice/core/error.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#if __has_include(<unistd.h>)
#define COPPICE_POSIX
#include <fcntl.h>
#include <unistd.h>
#endif

/// Files written whole or not at all. Not part of coppice.hpp: a host with files of its own needs
/// none of it.
namespace coppice::checkpoint {

namespace detail {

struct close_file {
    void operator()(std::FILE* file) const {
        static_cast<void>(std::fclose(file)); // after a flush that was looked at
    }
};
using open_file = std::unique_ptr<std::FILE, close_file>;

[[noreturn]] inline void refuse_file(const std::string& path, const std::string& range) {
    throw error(
        path, "file",
        "of no use (" + std::string(errno == 0 ? "unknown reason" : std::strerror(errno)) + ")",
        range);
}

/// Waits until the device has what was written. Where there is no POSIX the system decides when.
[[nodiscard]] inline bool flush_to_device([[maybe_unused]] std::FILE* file) {
#ifdef COPPICE_POSIX
    return fsync(fileno(file)) == 0;
#else
    return true;
#endif
}

/// The same for the names in a directory: a renaming is to outlive a loss of power, too. Best
/// effort: some file systems know no such thing.
inline void flush_names([[maybe_unused]] const std::string& path) {
#ifdef COPPICE_POSIX
    const std::size_t slash = path.rfind('/');
    const std::string directory = slash == std::string::npos ? "."
                                  : slash == 0               ? "/"
                                                             : path.substr(0, slash);
    const int opened = open(directory.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened >= 0) {
        static_cast<void>(fsync(opened));
        static_cast<void>(close(opened));
    }
#endif
}

} // namespace detail

/// Where `write_file` writes before the file takes its name: left over by a run that was killed
/// meanwhile, and of no use then.
[[nodiscard]] inline std::string unfinished(const std::string& path) {
    return path + ".unfinished";
}

/// Writes a file so that under its name there always lies a whole one: the one before or, once all
/// of it is on the device, this one. Killed at any moment, or without power, it leaves one of them.
/// @throws coppice::error with the system's reason, the file before being as it was
inline void write_file(const std::string& path, std::span<const std::byte> bytes) {
    const std::string beside = unfinished(path);
    errno = 0;
    detail::open_file file(std::fopen(beside.c_str(), "wb"));
    const bool written = file != nullptr &&
                         std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                         std::fflush(file.get()) == 0 && detail::flush_to_device(file.get());
    file.reset();
    if (!written || std::rename(beside.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        static_cast<void>(std::remove(beside.c_str()));
        errno = reason;
        detail::refuse_file(path, "one that can be written");
    }
    detail::flush_names(path);
}

/// All bytes of a file. Memory is taken for what is really read.
/// @throws coppice::error with the system's reason
[[nodiscard]] inline std::vector<std::byte> read_file(const std::string& path) {
    errno = 0;
    const detail::open_file file(std::fopen(path.c_str(), "rb"));
    std::vector<std::byte> bytes;
    std::vector<std::byte> part(std::size_t{1} << 20U);
    while (file != nullptr) {
        const std::size_t got = std::fread(part.data(), 1, part.size(), file.get());
        bytes.insert(bytes.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(got));
        if (got < part.size()) {
            break;
        }
    }
    if (file == nullptr || std::ferror(file.get()) != 0) {
        detail::refuse_file(path, "one that can be read");
    }
    return bytes;
}

} // namespace coppice::checkpoint

#undef COPPICE_POSIX
