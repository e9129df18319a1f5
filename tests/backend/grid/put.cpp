#include "coppice/backend/grid/put.hpp"

#include "backend/grid/on_cpu.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

static_assert(sizeof(put<few_brought>) == 512);
static_assert(sizeof(put<most_brought>) == 16384);

/// Runs what it is asked for later, as a GPU may.
class late_grid : public on_cpu::grid {
  public:
    template <index Words>
    void launch(index blocks, const side_by_side<put<Words>>& body) const {
        CHECK(blocks == 1);
        asked.push_back(Words);
        later.push_back([body] { on_cpu::grid().launch(1, body); });
    }

    static inline std::vector<index> asked; ///< by how much it can bring
    static inline std::vector<std::function<void()>> later;
};

/// The launches that bring so many words.
std::vector<index> launches_for(index words) {
    CAPTURE(words);
    std::vector<std::uint64_t> from(static_cast<std::size_t>(words));
    std::iota(from.begin(), from.end(), std::uint64_t{1} << 60);
    const std::vector<std::uint64_t> expected = from;
    std::vector<std::uint64_t> to(from.size() + 2, 7);
    late_grid::asked.clear();
    late_grid::later.clear();
    bring(late_grid(), to.data() + 1, from.data(), 8 * words);
    std::fill(from.begin(), from.end(), 0);
    for (const auto& run : late_grid::later) {
        run();
    }
    CHECK(std::equal(expected.begin(), expected.end(), to.begin() + 1));
    CHECK(to.front() == 7);
    CHECK(to.back() == 7);
    return late_grid::asked;
}

/// Counts the blocks that run it.
struct count_runs {
    index* count;

    template <class Block>
    constexpr void operator()(Block& /*block*/) const {
        ++*count;
    }
};

} // namespace

TEST_CASE("another body is run with what a launch brings") {
    std::vector<std::uint64_t> to(3);
    const std::vector<std::uint64_t> from{1, 2, 3};
    index blocks = 0;
    bring(on_cpu::grid(), to.data(), from.data(), 24, count_runs{&blocks}, count_runs{&blocks});
    CHECK(to == from);
    CHECK(blocks == 2);
}

TEST_CASE("what a launch brings arrives whole, even when the host has changed it since") {
    using bodies = std::vector<index>;
    CHECK(launches_for(0).empty());
    CHECK(launches_for(1) == bodies{few_brought});
    CHECK(launches_for(few_brought) == bodies{few_brought});
    CHECK(launches_for(few_brought + 1) == bodies{most_brought});
    CHECK(launches_for(most_brought) == bodies{most_brought});
    CHECK(launches_for(most_brought + 1) == bodies{most_brought, few_brought});
    CHECK(launches_for(2 * most_brought + 500) == bodies{most_brought, most_brought, most_brought});
}

} // namespace coppice
