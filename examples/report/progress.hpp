#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>

#include "report/progress_line.hpp"

namespace report {

/// Where `progress` takes the time and the width of the terminal from. A test puts its own here.
struct progress_surroundings {
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    std::function<int()> columns = {}; ///< 0 for no terminal; left empty, it asks the stream
};

/// Shows how far a phase has come. On a terminal it is one line with a bar, redrawn in place at
/// most ten times a second, which `finish` replaces by the totals. Elsewhere, as in a log file,
/// nothing is written but the line with the totals.
///
///     report::progress bar("epoch 3", set.count, "images");
///     bar.advance(batch);
///     bar.note("loss 0.31");
///     bar.finish();
class progress {
  public:
    /// @param label         what is going on
    /// @param total         units to do; 0 where that is not known
    /// @param unit          what is counted, in the plural
    /// @param stream        where to write; has to outlive this object
    /// @param surroundings  see there
    progress(
        std::string label, std::size_t total, std::string unit, std::FILE* stream = stderr,
        progress_surroundings surroundings = {});

    /// Ends the line where a phase was left unfinished, as by an exception.
    ~progress();

    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    /// So many more units are done.
    void advance(std::size_t units = 1);

    /// Replaces the text at the end of the line.
    void note(const std::string& text);

    /// Writes the line with the totals, once; after it nothing is drawn any more.
    void finish();

    /// Seconds since the start, up to the end where it is finished.
    [[nodiscard]] double seconds() const;

  private:
    void redraw();
    void write(const std::string& text);

    std::FILE* stream_;
    progress_surroundings surroundings_;
    progress_state state_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point drawn_;
    bool terminal_;
    bool line_open_ = false;
    bool finished_ = false;
};

} // namespace report
