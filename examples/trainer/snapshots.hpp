#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "trainer/run_state.hpp"

namespace trainer {

/// The file from which a run goes on that was ended at any moment. There is always a whole one: see
/// coppice/checkpoint/file.hpp.
class snapshots {
  public:
    /// @param seconds  that pass at least between two `keep`
    snapshots(std::filesystem::path file, double seconds)
        : file_(std::move(file)), seconds_(seconds) {}

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    /// Whether enough time has passed since the last one.
    [[nodiscard]] bool due() const;

    /// Writes it.
    /// @throws coppice::error where that fails; the one before stays
    void keep(const run_state& now);

    /// What was kept last; nothing if there is no file.
    /// @throws coppice::error for a file that is cut, altered or of another version
    [[nodiscard]] std::optional<run_state> load() const;

  private:
    using clock = std::chrono::steady_clock;

    std::filesystem::path file_;
    double seconds_;
    std::optional<clock::time_point> last_;
};

/// Refuses to go on with other options or data than a run began with.
/// @param where  the snapshot's file
/// @param now    the state with which a new run would begin
/// @throws coppice::error that names the first option that differs
void check_same_run(const std::string& where, const run_state& saved, const run_state& now);

} // namespace trainer
