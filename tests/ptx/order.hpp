#pragma once

#include <cstdint>
#include <vector>

namespace ptx {

/// Who has written a byte: nobody, or what ran between two fences of a block, a number each. What
/// has run later has a higher number.
using writer = std::uint32_t;

inline constexpr writer nobody = 0;

/// What a block may see of what others have written. Blocks run one after the other here, side by
/// side on a GPU: there they see what was written before the launch and, with a fence behind the
/// last atomic by which they learnt of it, what others wrote before a fence of theirs.
class order {
  public:
    void begin_launch() {
        launch_ = next_;
        fenced_.clear();
    }

    void begin_block() {
        block_ = next_;
        learnt_ = false;
        go_on();
    }

    void fence() {
        fenced_[now_ - launch_] = true;
        learnt_ = true;
        go_on();
    }

    void atomic() { learnt_ = false; }

    [[nodiscard]] writer now() const { return now_; }

    [[nodiscard]] bool shows(writer what) const {
        return what < launch_ || what >= block_ || (learnt_ && fenced_[what - launch_]);
    }

  private:
    void go_on() {
        now_ = next_++;
        fenced_.push_back(false);
    }

    writer next_ = nobody + 2;
    writer now_ = nobody + 1; ///< the host's, at first
    writer launch_ = nobody + 2;
    writer block_ = nobody + 2;
    std::vector<bool> fenced_; ///< of the launch's
    bool learnt_ = false;
};

/// Of the device's blocks.
[[nodiscard]] order& running_order();

} // namespace ptx
