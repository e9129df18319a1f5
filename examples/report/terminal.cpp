#include "report/terminal.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <sys/ioctl.h>
#include <unistd.h>

namespace report {

int terminal_columns(std::FILE* stream) {
    const int descriptor = fileno(stream);
    if (descriptor < 0 || isatty(descriptor) == 0) {
        return 0;
    }
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return 80;
    }
    return size.ws_col;
}

void print(const std::string& text, std::FILE* stream) {
    errno = 0;
    if (std::fputs(text.c_str(), stream) < 0 || std::fflush(stream) != 0) {
        const std::string name = fileno(stream) == STDOUT_FILENO ? "standard output" : "a stream";
        throw std::runtime_error(
            name + ": cannot be written (" + std::generic_category().message(errno) + ")");
    }
}

} // namespace report
