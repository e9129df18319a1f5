#include "coppice/freeze/first_layers.hpp"

#include "archetype/probe.hpp"
#include "core/refusal.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

using coppice::freeze::first_layers;

namespace {

/// A rehearsal with five layers, which nobody may stage.
struct unstaged : archetype::probe {
    const std::vector<int>& layers() { return numbers; }
    void prune() { throw std::logic_error("nothing is rehearsed"); }
    void train(double /*rate*/) { throw std::logic_error("nothing is rehearsed"); }

    std::vector<int> numbers{2, 3, 5, 7, 11};
};

std::vector<int> frozen(double share) {
    unstaged probe;
    return first_layers{.share = share}.choose(probe);
}

} // namespace

TEST_CASE("the first layers are frozen, rounded up, and nothing is rehearsed") {
    static_assert(coppice::freeze::policy<first_layers>);
    CHECK(frozen(0).empty());
    CHECK(frozen(0.2) == std::vector{2});
    CHECK(frozen(0.5) == std::vector{2, 3, 5});
    CHECK(frozen(0.6) == std::vector{2, 3, 5}); // not four, for 0.6 * 5 is 3
    CHECK(frozen(1) == std::vector{2, 3, 5, 7, 11});
}

TEST_CASE("a share of layers is one") {
    for (const double share : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK(refusal([&] {
                  first_layers{.share = share}.validate();
              }).find("freeze::first_layers: share is") == 0);
    }
    CHECK_NOTHROW(first_layers{}.validate());
}
