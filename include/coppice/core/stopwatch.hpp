#pragma once

#include <ctime>

namespace coppice {

/// Adds the time from its making to its end to a sum. It does without <chrono>, which takes long to
/// compile.
class stopwatch {
  public:
    explicit stopwatch(double& sum) : sum_(sum) {}
    stopwatch(const stopwatch&) = delete;
    stopwatch& operator=(const stopwatch&) = delete;
    ~stopwatch() {
        const std::timespec end = now();
        sum_ += static_cast<double>(end.tv_sec - start_.tv_sec) +
                1e-9 * static_cast<double>(end.tv_nsec - start_.tv_nsec);
    }

  private:
    [[nodiscard]] static std::timespec now() {
        std::timespec time{};
#ifdef CLOCK_MONOTONIC // POSIX: not set forth or back with the date
        static_cast<void>(clock_gettime(CLOCK_MONOTONIC, &time));
#else
        static_cast<void>(std::timespec_get(&time, TIME_UTC));
#endif
        return time;
    }

    double& sum_;
    std::timespec start_ = now();
};

} // namespace coppice
