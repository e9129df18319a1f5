#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nn/channels.hpp"
#include "nn/parallel.hpp"
#include "nn/step_memory.hpp"

namespace nn {

/// Sums of equally many numbers, a sum a lane. A lane's first addend is written where the sum is
/// kept.
class lane_sums {
  public:
    lane_sums(std::size_t lanes, std::size_t size) : size_(size), started_(lanes, 0) {}

    /// Starts anew, in other memory.
    void clear(step_memory& memory) {
        sums_ = memory.take(started_.size() * stride());
        std::fill(started_.begin(), started_.end(), 0);
    }

    /// Calls `add(sum, more)` with the lane's sum, which it overwrites or, if there is `more` than
    /// its own addend, adds to.
    template <class Add>
    void accumulate(std::size_t lane, const Add& add) {
        add(sums_ + lane * stride(), started_[lane] != 0);
        started_[lane] = 1;
    }

    /// All lanes together, in order; null where nothing was added. The first lane that has a
    /// sum becomes the total.
    [[nodiscard]] const float* total() {
        float* sum = nullptr;
        for (std::size_t lane = 0; lane < started_.size(); ++lane) {
            if (started_[lane] == 0) {
                continue;
            }
            if (sum == nullptr) {
                sum = sums_ + lane * stride();
            } else {
                add_to(size_, sums_ + lane * stride(), sum);
            }
        }
        return sum;
    }

  private:
    /// From one sum to the next, each from the start of a cache line on.
    [[nodiscard]] std::size_t stride() const {
        constexpr std::size_t line = alignment / sizeof(float);
        return (size_ + line - 1) / line * line;
    }

    std::size_t size_;
    float* sums_ = nullptr;
    /// Lanes that something was added to; threads write neighbours at once.
    std::vector<char> started_;
};

/// The same for those who can only overwrite: later addends are written elsewhere, and then added.
class overwritten_lane_sums {
  public:
    overwritten_lane_sums(std::size_t lanes, std::size_t threads, std::size_t size)
        : size_(size), sums_(lanes, size), spare_(threads, nullptr) {}

    void clear(step_memory& memory) {
        sums_.clear(memory);
        for (float*& one : spare_) {
            one = memory.take(size_);
        }
    }

    /// Calls `write(memory)` for memory that it overwrites by one more addend of the lane.
    template <class Write>
    void add(std::size_t lane, const Write& write) {
        sums_.accumulate(lane, [&](float* sum, bool more) {
            float* const to = more ? spare_[thread_index()] : sum;
            write(to);
            if (more) {
                add_to(size_, to, sum);
            }
        });
    }

    [[nodiscard]] const float* total() { return sums_.total(); }

  private:
    std::size_t size_;
    lane_sums sums_;
    /// Of each thread.
    std::vector<float*> spare_;
};

} // namespace nn
