#include "report/terminal.hpp"

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

} // namespace report
