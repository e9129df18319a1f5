#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nn/aligned.hpp"
#include "nn/channels.hpp"

namespace nn {

/// Sums of equally many numbers, a sum a lane. A lane's first addend is written where the sum is
/// kept; memory is taken by the first `clear`.
class lane_sums {
  public:
    lane_sums(std::size_t lanes, std::size_t size) : size_(size), started_(lanes, 0) {}

    void clear() {
        sums_.resize(started_.size() * size_);
        std::fill(started_.begin(), started_.end(), 0);
    }

    /// Calls `write(memory)` for memory that it overwrites by one more addend of the lane. `spare`
    /// has room for one.
    template <class Write>
    void add(std::size_t lane, float* spare, const Write& write) {
        float* sum = sums_.data() + lane * size_;
        if (started_[lane] == 0) {
            started_[lane] = 1;
            write(sum);
            return;
        }
        write(spare);
        add_to(size_, spare, sum);
    }

    /// Calls `add(sum, more)` with the lane's sum, which it overwrites or, if there is `more` than
    /// its own addend, adds to.
    template <class Add>
    void accumulate(std::size_t lane, const Add& add) {
        add(sums_.data() + lane * size_, started_[lane] != 0);
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
                sum = sums_.data() + lane * size_;
            } else {
                add_to(size_, sums_.data() + lane * size_, sum);
            }
        }
        return sum;
    }

  private:
    std::size_t size_;
    aligned_vector<float> sums_{};
    /// Lanes that something was added to; threads write neighbours at once.
    std::vector<char> started_;
};

} // namespace nn
