#include "nn/engine/lane_sums.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

namespace {

/// Adds a number to all of a lane's.
void add(nn::lane_sums& sums, std::size_t lane, std::size_t size, float number) {
    sums.accumulate(lane, [&](float* sum, bool more) {
        for (std::size_t i = 0; i < size; ++i) {
            sum[i] = (more ? sum[i] : 0.0F) + number + static_cast<float>(i);
        }
    });
}

void add(nn::overwritten_lane_sums& sums, std::size_t lane, std::size_t size, float number) {
    sums.add(lane, [&](float* memory) {
        for (std::size_t i = 0; i < size; ++i) {
            memory[i] = number + static_cast<float>(i);
        }
    });
}

/// The lanes of a step: 0 and 3 get nothing, 1 three addends, 2 and 4 one.
template <class Sums>
void check_steps(Sums& sums, std::size_t size) {
    nn::step_memory memory;
    for (const float step : {1.0F, 100.0F}) { // what the first leaves is not added to the second
        memory.start();
        sums.clear(memory);
        CHECK(sums.total() == nullptr);
        for (const float number : {1.0F, 2.0F, 3.0F}) {
            add(sums, 1, size, step * number);
        }
        add(sums, 4, size, step * 10);
        add(sums, 2, size, step * 20);
        const float* const total = sums.total();
        REQUIRE(total != nullptr);
        for (std::size_t i = 0; i < size; ++i) {
            REQUIRE(total[i] == step * 36 + 5 * static_cast<float>(i));
        }
    }
}

} // namespace

TEST_CASE("lanes that something was added to are added up") {
    for (const std::size_t size : {std::size_t{1}, std::size_t{16}, std::size_t{17}}) {
        nn::lane_sums sums(5, size);
        check_steps(sums, size);
        nn::overwritten_lane_sums overwritten(5, 1, size);
        check_steps(overwritten, size);
    }
}

TEST_CASE("lanes are added up in their order, whichever came first") {
    nn::lane_sums sums(3, 1);
    nn::step_memory memory;
    memory.start();
    sums.clear(memory);
    const auto put = [&](std::size_t lane, float number) {
        sums.accumulate(lane, [&](float* sum, bool more) {
            CHECK_FALSE(more);
            *sum = number;
        });
    };
    put(2, 1.0F);
    put(1, -1e8F);
    put(0, 1e8F);
    CHECK(*sums.total() == 1.0F); // but 0 if the 1 were added to one of the others first
}

TEST_CASE("each lane's sum begins a cache line of its own") {
    std::vector<float*> starts;
    nn::lane_sums sums(3, 17);
    nn::step_memory memory;
    memory.start();
    sums.clear(memory);
    for (std::size_t lane = 0; lane < 3; ++lane) {
        sums.accumulate(lane, [&](float* sum, bool) { starts.push_back(sum); });
    }
    constexpr std::ptrdiff_t line = nn::alignment / sizeof(float);
    CHECK(starts[1] - starts[0] == (17 + line - 1) / line * line);
    CHECK(starts[2] - starts[1] == starts[1] - starts[0]);
}

TEST_CASE("threads that add to lanes of their own have a spare place each") {
    nn::overwritten_lane_sums sums(2, 2, 3);
    nn::step_memory memory;
    memory.start();
    sums.clear(memory);
    std::array<float*, 2> spare{}; // null where there is but one thread
#pragma omp parallel num_threads(2)
    {
        const std::size_t own = nn::thread_index();
        for (int addend = 0; addend < 5; ++addend) {
            sums.add(own, [&](float* to) {
                spare[own] = to;
                std::fill_n(to, 3, 1.0F);
            });
        }
    }
    CHECK(spare[0] != spare[1]);
    const float* const total = sums.total();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(total[i] == (spare[1] != nullptr ? 10.0F : 5.0F));
    }
}
