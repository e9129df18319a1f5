#include "safetensors/reader.hpp"

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

constexpr std::size_t length_bytes = sizeof(std::uint64_t);
constexpr std::size_t read_at_once = std::size_t{1}
                                     << 30U; // what a system call is asked for at most

} // namespace

reader::reader(std::filesystem::path path) : path_(std::move(path)) {
    read_header(open());
}

/// Returns how many bytes the file has.
std::uint64_t reader::open() {
    const std::string expected = "a safetensors file";
    // Without O_NONBLOCK a named pipe would keep us waiting.
    file_ = descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about {};
    if (!file_.open() || fstat(file_.number(), &about) != 0) {
        fail(path_.string(), "no readable file (" + system_message(errno) + ")", expected);
    }
    if (!S_ISREG(about.st_mode)) {
        fail(
            path_.string(), S_ISDIR(about.st_mode) ? "a directory" : "something that is no file",
            expected);
    }
    return static_cast<std::uint64_t>(about.st_size);
}

void reader::read_header(std::uint64_t file_bytes) {
    if (file_bytes < length_bytes) {
        fail(
            path_.string(), std::to_string(file_bytes) + " bytes",
            "at least the " + std::to_string(length_bytes) + " bytes of the header's length");
    }
    std::array<std::byte, length_bytes> bytes{};
    read_at(0, bytes);
    const auto length = std::bit_cast<std::uint64_t>(bytes);
    const std::uint64_t rest = file_bytes - length_bytes;
    if (length > std::min(rest, longest_header)) {
        fail(
            path_.string(), "a header of " + std::to_string(length) + " bytes",
            length > rest ? "at most the " + std::to_string(rest) + " bytes that the file has left"
                          : "at most " + std::to_string(longest_header));
    }
    std::string text(length, ' ');
    read_at(length_bytes, std::as_writable_bytes(std::span(text)));
    header_ = parse_header(text, rest - length, path_);
    data_begin_ = length_bytes + length;
}

const tensor_info& reader::find(std::string_view name) const {
    const auto found = std::find_if(
        header_.tensors.begin(), header_.tensors.end(),
        [&](const tensor_info& tensor) { return tensor.name == name; });
    if (found == header_.tensors.end()) {
        fail(path_.string(), "no tensor " + in_quotes(name), "one of that name");
    }
    return *found;
}

void reader::read(const tensor_info& tensor, std::span<std::byte> to) const {
    if (to.size() != tensor.bytes()) {
        throw std::invalid_argument(
            place_of(path_, tensor.name) + " has " + std::to_string(tensor.bytes()) +
            " bytes, not " + std::to_string(to.size()));
    }
    read(tensor, 0, to);
}

void reader::read(const tensor_info& tensor, std::uint64_t from, std::span<std::byte> to) const {
    if (from > tensor.bytes() || to.size() > tensor.bytes() - from) {
        throw std::invalid_argument(
            place_of(path_, tensor.name) + " has " + std::to_string(tensor.bytes()) +
            " bytes; asked for were " + std::to_string(to.size()) + " from " +
            std::to_string(from));
    }
    read_at(data_begin_ + tensor.begin + from, to);
}

void reader::read_at(std::uint64_t place, std::span<std::byte> to) const {
    while (!to.empty()) {
        const ssize_t got = pread(
            file_.number(), to.data(), std::min(to.size(), read_at_once),
            static_cast<off_t>(place));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail(
                path_.string(), "an error on reading (" + system_message(errno) + ")",
                "a readable file");
        }
        if (got == 0) {
            fail(
                path_.string(), "the end of the file at byte " + std::to_string(place),
                std::to_string(to.size()) + " more bytes, which it had before");
        }
        place += static_cast<std::uint64_t>(got);
        to = to.subspan(static_cast<std::size_t>(got));
    }
}

} // namespace safetensors
