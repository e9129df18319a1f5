#include "report/file.hpp"

#include <fstream>
#include <stdexcept>

namespace report {

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) {
        throw std::runtime_error(path.string() + ": cannot be written");
    }
}

} // namespace report
