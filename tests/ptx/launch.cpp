#include "ptx/launch.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>

#include "ptx/together.hpp"

namespace ptx {

thread::thread(block& in, unsigned number)
    : in_(&in), number_(number), local_(in.of.local_bytes),
      registers_(static_cast<std::size_t>(in.of.registers), 0xDEADBEEFDEADBEEF) {
    for (const auto& [to, value] : in.of.constants) {
        set(to, value);
    }
    const auto value_of = [&](special what) -> std::uint64_t {
        switch (what) {
        case special::thread:
            return number;
        case special::threads:
            return in.threads;
        case special::block:
            return in.number;
        case special::blocks:
            return in.blocks;
        case special::lane:
            return static_cast<std::uint64_t>(lane());
        case special::lanes_up_to:
            return (std::uint64_t{2} << lane()) - 1;
        case special::lanes_below:
            return (std::uint64_t{1} << lane()) - 1;
        case special::one:
            return 1;
        case special::zero:
            return 0;
        }
        return 0;
    };
    for (const auto& [to, what] : in.of.specials) {
        set(to, value_of(what));
    }
}

void thread::go_on() {
    for (;;) {
        const instruction& i = next();
        if (i.predicate != none && (get<std::uint64_t>(i.predicate) != 0) == i.unless) {
            ++at;
            continue;
        }
        switch (i.then) {
        case instruction::effect::goes_on:
            i.run(*this, i);
            ++at;
            continue;
        case instruction::effect::jumps:
            if (++jumps_ > most_jumps) {
                throw std::runtime_error("it does not come to an end");
            }
            at = i.target;
            continue;
        case instruction::effect::ends:
            is = state::has_ended;
            return;
        case instruction::effect::waits_for_warp:
            is = state::waits_for_warp;
            return;
        case instruction::effect::waits_for_block:
            is = state::waits_for_block;
            return;
        }
    }
}

namespace {

using state = thread::state;

constexpr int lanes = 32;

/// The order of warps, lanes and blocks: another one each time, the same in every run.
[[nodiscard]] std::vector<unsigned> some_order(unsigned count) {
    static std::mt19937 random(1);
    std::vector<unsigned> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    return order;
}

class running {
  public:
    explicit running(block& of) : of_(of) {
        threads_.reserve(of.threads);
        for (unsigned t = 0; t < of.threads; ++t) {
            threads_.emplace_back(of, t);
        }
    }

    void to_the_end() {
        while (count(state::has_ended) < of_.threads) {
            bool moved = false;
            for (const unsigned warp : some_order((of_.threads + lanes - 1) / lanes)) {
                moved = run_warp(static_cast<int>(warp) * lanes) || moved;
            }
            moved = pass_barrier() || moved;
            if (!moved) {
                throw std::runtime_error("threads wait for one another: " + what_waits());
            }
        }
    }

  private:
    [[nodiscard]] unsigned count(state which) const {
        return static_cast<unsigned>(std::count_if(
            threads_.begin(), threads_.end(), [&](const thread& t) { return t.is == which; }));
    }

    /// As far as its lanes come without other warps.
    bool run_warp(int first) {
        const int size = std::min(lanes, static_cast<int>(of_.threads) - first);
        bool moved = false;
        for (bool more = true; more; moved = moved || more) {
            more = false;
            for (const unsigned lane : some_order(static_cast<unsigned>(size))) {
                thread& t = threads_[static_cast<std::size_t>(first) + lane];
                if (t.is == state::runs) {
                    tell(t, [&] { t.go_on(); });
                    more = true;
                }
            }
            more = meet(first, size) || more;
        }
        return moved;
    }

    /// @throws what `work` throws, with the kernel, the instruction and the thread
    template <class Work>
    void tell(const thread& t, Work work) const {
        try {
            work();
        } catch (const std::runtime_error& failure) {
            throw std::runtime_error(
                of_.of.name + ", " + t.next().text + ", thread " + std::to_string(t.number()) +
                " of block " + std::to_string(of_.number) + ": " + failure.what());
        }
    }

    /// Lets lanes pass that wait for one another, at the same instruction, and are all there. A
    /// mask that names a lane that has ended is never met, though a GPU would go on.
    bool meet(int first, int size) {
        const auto of_lane = [&](int lane) -> const thread& {
            return *(threads_.begin() + first + lane);
        };
        const auto waits_at = [&](int lane) {
            return of_lane(lane).is == state::waits_for_warp ? of_lane(lane).at : none;
        };
        const auto mask_of = [&](int lane) {
            return of_lane(lane).get<std::uint32_t>(of_lane(lane).next().from[3]);
        };
        for (int lane = 0; lane < size; ++lane) {
            if (waits_at(lane) == none) {
                continue;
            }
            const std::uint32_t mask = mask_of(lane);
            std::uint32_t there = 0;
            for (int other = 0; other < size; ++other) {
                if (waits_at(other) == waits_at(lane) && mask_of(other) == mask) {
                    there |= std::uint32_t{1} << other;
                }
            }
            tell(of_lane(lane), [&] {
                if ((mask >> lane & 1U) == 0) {
                    throw std::runtime_error("a lane is not in its own mask");
                }
                if ((there & mask) == mask) {
                    do_together(threads_, first, mask);
                }
            });
            if ((there & mask) == mask) {
                return true;
            }
        }
        return false;
    }

    /// Lets all threads pass a barrier of the block, if all that have not ended wait for one.
    bool pass_barrier() {
        const unsigned waiting = count(state::waits_for_block);
        if (waiting == 0 || waiting + count(state::has_ended) < of_.threads) {
            return false;
        }
        const auto waits = [](const thread& t) { return t.is == state::waits_for_block; };
        const bool any = std::any_of(threads_.begin(), threads_.end(), [&](const thread& t) {
            return waits(t) && t.next().from[0] != none &&
                   t.get<std::uint64_t>(t.next().from[0]) != 0;
        });
        for (thread& t : threads_) {
            if (waits(t)) {
                t.set(t.next().to, std::uint64_t{any});
                ++t.at;
                t.is = state::runs;
            }
        }
        return true;
    }

    [[nodiscard]] std::string what_waits() const {
        const auto found = std::find_if(threads_.begin(), threads_.end(), [](const thread& t) {
            return t.is != state::has_ended;
        });
        return of_.of.name + ", " + found->next().text + ", thread " +
               std::to_string(found->number());
    }

    block& of_;
    std::vector<thread> threads_;
};

} // namespace

void launch(
    const kernel& of, unsigned blocks, unsigned threads, const std::vector<std::byte>& parameters) {
    running_order().begin_launch();
    for (const unsigned number : some_order(blocks)) {
        running_order().begin_block();
        block one{of, parameters, threads, number, blocks};
        running(one).to_the_end();
    }
}

} // namespace ptx
