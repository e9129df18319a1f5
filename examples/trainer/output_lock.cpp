#include "trainer/output_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <unistd.h>

namespace trainer {

// Where a file system has no locks, runs go on without.
output_lock::output_lock(const std::filesystem::path& directory)
    : file_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(file_);
        throw std::runtime_error(
            "--output: another run writes to " + directory.string() + "; choose another directory");
    }
}

output_lock::~output_lock() {
    if (file_ >= 0) {
        close(file_);
    }
}

} // namespace trainer
