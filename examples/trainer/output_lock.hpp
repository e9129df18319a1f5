#pragma once

#include <filesystem>

namespace trainer {

/// Keeps other runs out of an output's directory until the end of the scope, or of the program
/// however it ends.
class output_lock {
  public:
    /// @throws std::runtime_error for a directory that another run writes to
    explicit output_lock(const std::filesystem::path& directory);
    ~output_lock();
    output_lock(const output_lock&) = delete;
    output_lock& operator=(const output_lock&) = delete;

  private:
    int file_;
};

} // namespace trainer
