#include "coppice/backend/reference.hpp"

#include "backend/selection.hpp"
#include "coppice/score/l1.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE("lanes are added in halves, chunks in order") {
    std::vector<double> members(score::chunk + 1, 0.0);
    const double tiny = std::numeric_limits<double>::epsilon() / 2;
    const auto total = [&] {
        return backend::reference{}.total(
            score::l1{},
            whole(view<const double>(members.data(), {static_cast<index>(members.size())})));
    };
    members[0] = 1.0;
    members[1] = tiny;
    members[2] = tiny;
    CHECK(total() == 1.0);
    members[2] = 0;
    members[17] = tiny;
    CHECK(total() == 1.0 + 2 * tiny);
    members[17] = 0;
    members[33] = tiny;
    CHECK(total() == 1.0 + 2 * tiny);
    members[33] = 0;
    members[score::chunk] = tiny;
    CHECK(total() == 1.0);
}

TEST_CASE("the lowest go, by hand") {
    pool of({{3, 1, 2}, {0.5, 4}});
    const backend::reference backend;
    const std::vector<index> pruned = prune_together(backend, of.candidates(), 3);
    CHECK(of.kept() == kept_bits{{true, false, false}, {false, true}});
    CHECK(pruned == std::vector<index>{2, 1});
}

} // namespace coppice
