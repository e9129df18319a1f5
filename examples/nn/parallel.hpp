#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>

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

/// Keeps what a loop's body threw first, for whoever started the loop.
class first_exception {
  public:
    template <class Body>
    void guard(const Body& body) {
        try {
            body();
        } catch (...) {
            const std::lock_guard<std::mutex> one_at_a_time(mutex_);
            if (thrown_ == nullptr) {
                thrown_ = std::current_exception();
            }
        }
    }

    void rethrow() const {
        if (thrown_ != nullptr) {
            std::rethrow_exception(thrown_);
        }
    }

  private:
    std::mutex mutex_;
    std::exception_ptr thrown_;
};

/// Cuts [0, count) in chunks of a fixed length and calls `body(begin, end)` for each, on at most
/// `threads` threads. Where chunks begin does not depend on the number of threads: sums within a
/// chunk never do either. Throws what `body` threw first, once the loop has ended.
template <class Body>
void for_each_chunk(
    std::size_t count, std::size_t length, const Body& body, std::size_t threads = thread_count()) {
    const std::size_t chunks = (count + length - 1) / length;
    const auto run = [&](std::size_t chunk) {
        const std::size_t begin = chunk * length;
        body(begin, std::min(begin + length, count));
    };
    // Not a parallel region of one thread: within one, OpenMP starts new threads for every loop.
    if (chunks <= 1 || threads <= 1) {
        for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
            run(chunk);
        }
        return;
    }
    first_exception thrown;
#pragma omp parallel for schedule(dynamic) num_threads(static_cast <int>(threads))
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        thrown.guard([&] { run(chunk); });
    }
    thrown.rethrow();
}

/// Elements that an elementwise operation hands to a thread at a time.
inline constexpr std::size_t elementwise_chunk = std::size_t{1} << 15U;

} // namespace nn
