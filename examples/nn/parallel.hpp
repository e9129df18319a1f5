#pragma once

#include <algorithm>
#include <cstddef>

#include <omp.h>

namespace nn {

/// The threads that a loop started here may use, and which of them is running.
inline std::size_t thread_count() {
    return static_cast<std::size_t>(omp_get_max_threads());
}
inline std::size_t thread_index() {
    return static_cast<std::size_t>(omp_get_thread_num());
}

/// While it lives, nothing that its thread calls starts more threads.
class one_thread {
  public:
    one_thread() { omp_set_num_threads(1); }
    one_thread(const one_thread&) = delete;
    one_thread(one_thread&&) = delete;
    one_thread& operator=(const one_thread&) = delete;
    one_thread& operator=(one_thread&&) = delete;
    ~one_thread() { omp_set_num_threads(threads_); }

  private:
    int threads_ = omp_get_max_threads();
};

/// Cuts [0, count) in chunks of a fixed length and calls `body(begin, end)` for each, on as many
/// threads as OpenMP offers. Where chunks begin does not depend on the number of threads: sums
/// within a chunk never do either. `body` must not throw.
template <class Body>
void for_each_chunk(std::size_t count, std::size_t length, const Body& body) {
    const std::size_t chunks = (count + length - 1) / length;
#pragma omp parallel for schedule(dynamic) if (chunks > 1)
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        const std::size_t begin = chunk * length;
        body(begin, std::min(begin + length, count));
    }
}

/// Calls `body(item)` for each item of [0, count), in parallel. `body` must not throw.
template <class Body>
void for_each(std::size_t count, const Body& body) {
    for_each_chunk(count, 1, [&](std::size_t item, std::size_t /*end*/) { body(item); });
}

/// Elements that an elementwise operation hands to a thread at a time.
inline constexpr std::size_t elementwise_chunk = std::size_t{1} << 15U;

} // namespace nn
