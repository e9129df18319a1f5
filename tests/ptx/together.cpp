#include "ptx/together.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

namespace ptx {
namespace {

/// The lane that a lane of a shuffle reads, and whether it is one of its own segment.
struct lane_read {
    int lane;
    bool inside;
};

[[nodiscard]] lane_read shuffled(collective how, int lane, int by, std::uint32_t clamp) {
    const int segment = static_cast<int>(clamp >> 8U & 31U);
    const int bound = (lane & segment) | (static_cast<int>(clamp & 31U) & ~segment);
    switch (how) {
    case collective::shuffle_up:
        return {lane - by, lane - by >= bound};
    case collective::shuffle_down:
        return {lane + by, lane + by <= bound};
    case collective::shuffle_xor:
        return {lane ^ by, (lane ^ by) <= bound};
    default: {
        const int other = (lane & segment) | (by & ~segment);
        return {other, other <= bound};
    }
    }
}

} // namespace

void do_together(std::vector<thread>& threads, int first, std::uint32_t mask) {
    const auto of_lane = [&](int lane) -> thread& { return *(threads.begin() + first + lane); };
    const auto each = [&](auto visit) {
        for (int lane = 0; lane < 32; ++lane) {
            if ((mask >> lane & 1U) != 0) {
                visit(lane, of_lane(lane), of_lane(lane).next());
            }
        }
    };
    std::array<std::uint32_t, 32> shown{};
    std::array<bool, 32> inside{};
    std::uint32_t ballot = 0;
    each([&](int lane, thread& t, const instruction& i) {
        const auto at = static_cast<std::size_t>(lane);
        if (i.together <= collective::shuffle_xor) {
            const lane_read of = shuffled(
                i.together, lane, static_cast<int>(t.get<std::uint32_t>(i.from[1]) & 31U),
                t.get<std::uint32_t>(i.from[2]));
            const int from = of.inside ? of.lane : lane;
            if ((mask >> from & 1U) == 0) {
                throw std::runtime_error("a lane reads from one that is not in the mask");
            }
            shown[at] = of_lane(from).get<std::uint32_t>(i.from[0]);
            inside[at] = of.inside;
        } else if (i.together != collective::warp_barrier) {
            ballot |= std::uint32_t{t.get<std::uint64_t>(i.from[0]) != 0} << lane;
        }
    });
    each([&](int lane, thread& t, const instruction& i) {
        const auto at = static_cast<std::size_t>(lane);
        if (i.together <= collective::shuffle_xor) {
            t.set(i.to, shown[at]);
            t.set(i.also_to, std::uint64_t{inside[at]});
        } else if (i.together == collective::ballot) {
            t.set(i.to, ballot);
        } else if (i.together != collective::warp_barrier) {
            t.set(
                i.to, std::uint64_t{i.together == collective::any ? ballot != 0 : ballot == mask});
        }
        ++t.at;
        t.is = thread::state::runs;
    });
}

} // namespace ptx
