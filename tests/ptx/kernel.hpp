#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "ptx/memory.hpp"

namespace ptx {

class thread;

inline constexpr int none = -1;

/// What only all lanes of a warp can do together.
enum class collective {
    shuffle_index,
    shuffle_up,
    shuffle_down,
    shuffle_xor,
    ballot,
    any,
    all,
    warp_barrier
};

enum class space { generic, global, shared, local, parameters };

struct instruction {
    enum class effect { goes_on, jumps, ends, waits_for_warp, waits_for_block };

    void (*run)(thread&, const instruction&) = nullptr; ///< if it goes on
    effect then = effect::goes_on;
    collective together{};
    int predicate = none; ///< a register that says whether it is run
    bool unless = false;  ///< or whether it is not
    // Registers, constants among them.
    int to = none;
    int also_to = none;
    std::array<int, 4> from = {none, none, none, none};
    std::array<int, 4> parts = {none, none, none, none}; ///< of a vector
    int count = 0;                                       ///< of those
    // Of an address.
    space in = space::generic;
    bool at_once = false; ///< what others do there meanwhile is allowed for: volatile
    std::int64_t offset = 0;
    std::size_t size = 0; ///< bytes of one part, or of what is packed
    int target = none;
    int how = 0; ///< numbers are compared
    std::string text = {};
};

/// What a register of every thread holds at the start.
enum class special { thread, threads, block, blocks, lane, lanes_up_to, lanes_below, zero, one };

struct parameter {
    std::size_t offset;
    std::size_t size;
};

struct kernel {
    std::string name;
    std::vector<parameter> parameters;
    std::size_t parameter_bytes = 0;
    std::size_t shared_bytes = 0; ///< of a block
    std::size_t local_bytes = 0;  ///< of a thread
    int registers = 0;
    std::vector<std::pair<int, std::uint64_t>> constants;
    std::vector<std::pair<int, special>> specials;
    std::vector<instruction> code;
};

/// What the threads of a block share.
struct block {
    const kernel& of;
    const std::vector<std::byte>& parameters;
    unsigned threads;
    unsigned number;
    unsigned blocks;
    bytes shared{of.shared_bytes};
};

class thread {
  public:
    enum class state { runs, waits_for_warp, waits_for_block, has_ended };

    thread(block& in, unsigned number);

    template <class T>
    [[nodiscard]] T get(int from) const {
        T value;
        std::memcpy(&value, &registers_[static_cast<std::size_t>(from)], sizeof value);
        return value;
    }

    /// The bits above those of the number are zeros.
    template <class T>
    void set(int to, T value) {
        if (to != none) {
            std::uint64_t& own = registers_[static_cast<std::size_t>(to)];
            own = 0;
            std::memcpy(&own, &value, sizeof value);
        }
    }

    [[nodiscard]] block& in() const { return *in_; }
    [[nodiscard]] bytes& local() { return local_; }
    [[nodiscard]] unsigned number() const { return number_; }
    [[nodiscard]] int lane() const { return static_cast<int>(number_ % 32); }
    [[nodiscard]] const instruction& next() const {
        return in_->of.code[static_cast<std::size_t>(at)];
    }

    /// Runs until it has to wait or has ended.
    void go_on();

    state is = state::runs;
    int at = 0; ///< the next instruction

  private:
    static constexpr std::int64_t most_jumps = 1 << 24;

    block* in_;
    unsigned number_;
    std::int64_t jumps_ = 0;
    bytes local_;
    std::vector<std::uint64_t> registers_;
};

} // namespace ptx
