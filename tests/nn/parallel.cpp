#include "nn/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <stdexcept>

namespace {

TEST_CASE("chunks cover the range once, the last one with what is left") {
    for (const std::size_t threads : {std::size_t{1}, std::size_t{3}}) {
        std::atomic<std::size_t> covered = 0;
        std::atomic<std::size_t> calls = 0;
        nn::for_each_chunk(
            10, 4,
            [&](std::size_t begin, std::size_t end) {
                CHECK(begin % 4 == 0);
                covered += end - begin;
                ++calls;
            },
            threads);
        CHECK(covered == 10);
        CHECK(calls == 3);
    }
    nn::for_each_chunk(0, 4, [](std::size_t, std::size_t) { FAIL("nothing to do"); });
}

TEST_CASE("a loop that one thread goes through is no parallel region, in which others would nest") {
    const auto outside = [](std::size_t, std::size_t) { CHECK(omp_get_level() == 0); };
    nn::for_each_chunk(3, 4, outside, 3);
    nn::for_each_chunk(10, 4, outside, 1);
}

TEST_CASE("what a chunk throws reaches whoever started the loop") {
    for (const std::size_t threads : {std::size_t{1}, std::size_t{3}}) {
        const auto fails = [](std::size_t begin, std::size_t) {
            if (begin == 4) {
                throw std::runtime_error("second");
            }
        };
        CHECK_THROWS_WITH_AS(
            nn::for_each_chunk(10, 4, fails, threads), "second", std::runtime_error);
    }
}

} // namespace
