#include "coppice/backend/grid/put.hpp"

#include "backend/grid/on_cpu.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::grid::put;

static_assert(sizeof(put) <= 4096); // what a launch may bring
static_assert(put::most % sizeof(std::uint64_t) == 0);

/// Runs what it is asked for later, as a GPU may.
struct late_grid : on_cpu::grid {
    std::vector<put>* asked;

    explicit late_grid(std::vector<put>& bodies) : asked(&bodies) {}

    void launch(index blocks, const put& body) const {
        CHECK(blocks == 1);
        asked->push_back(body);
    }
};

} // namespace

TEST_CASE("what a launch brings arrives whole, even when the host has changed it since") {
    constexpr index words_of_launch = put::most / 8;
    for (const index words :
         {index{0}, index{1}, index{33}, words_of_launch, words_of_launch + 1, index{1000}}) {
        CAPTURE(words);
        std::vector<std::uint64_t> from(static_cast<std::size_t>(words));
        std::iota(from.begin(), from.end(), std::uint64_t{1} << 60);
        const std::vector<std::uint64_t> expected = from;
        std::vector<std::uint64_t> to(from.size() + 2, 7);
        std::vector<put> asked;
        backend::grid::bring(late_grid(asked), to.data() + 1, from.data(), 8 * words);
        CHECK(static_cast<index>(asked.size()) == (words + words_of_launch - 1) / words_of_launch);
        std::fill(from.begin(), from.end(), 0);
        for (const put& body : asked) {
            on_cpu::grid().launch(1, body);
        }
        CHECK(std::equal(expected.begin(), expected.end(), to.begin() + 1));
        CHECK(to.front() == 7);
        CHECK(to.back() == 7);
    }
}

} // namespace coppice
