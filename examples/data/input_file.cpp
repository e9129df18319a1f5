#include "data/input_file.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <zlib.h>

namespace data {
namespace {

constexpr std::size_t step = std::size_t{1} << 20U;

std::string system_message(int code) {
    return std::generic_category().message(code);
}

} // namespace

void input_file::close::operator()(gzFile_s* file) const {
    gzclose_r(file);
}

input_file::input_file(std::filesystem::path path, const std::string& expected)
    : path_(std::move(path)) {
    errno = 0;
    file_.reset(gzopen(path_.c_str(), "rb"));
    if (!file_) {
        fail("no readable file (" + system_message(errno) + ")", expected);
    }
}

std::vector<std::uint8_t> input_file::read(std::uint64_t size) {
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size) {
        const std::size_t before = bytes.size();
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - before, step));
        bytes.resize(before + wanted);
        const std::size_t got = read_step(bytes.data() + before, wanted);
        bytes.resize(before + got);
        if (got == 0) {
            break;
        }
    }
    return bytes;
}

void input_file::expect_end(const std::string& last) {
    if (!read(1).empty()) {
        fail("more data after " + last, "the end of the file");
    }
}

void input_file::fail(const std::string& found, const std::string& expected) const {
    throw std::runtime_error(path_.string() + ": found " + found + ", expected " + expected);
}

std::size_t input_file::read_step(std::uint8_t* to, std::size_t size) {
    errno = 0;
    const int got = gzread(file_.get(), to, static_cast<unsigned>(size));
    if (got > 0) {
        return static_cast<std::size_t>(got);
    }
    const int error_number = errno;
    int code = Z_OK;
    gzerror(file_.get(), &code);
    switch (code) {
    case Z_OK:
    case Z_STREAM_END:
        return 0;
    case Z_ERRNO:
        fail("an error on reading (" + system_message(error_number) + ")", "a readable file");
    case Z_BUF_ERROR:
        fail("a gzip stream that ends early", "a complete one");
    default:
        fail("a damaged gzip stream", "an intact one");
    }
}

std::filesystem::path find_file(const std::filesystem::path& directory, const std::string& name) {
    for (const char* ending : {"", ".gz"}) {
        std::filesystem::path path = directory / (name + ending);
        if (std::filesystem::exists(path)) {
            return path;
        }
    }
    throw std::runtime_error(
        directory.string() + ": found no file " + name + ", expected it or " + name + ".gz");
}

} // namespace data
