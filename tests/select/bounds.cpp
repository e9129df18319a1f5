#include "coppice/select/bounds.hpp"

#include "core/refusal.hpp"
#include "select/pool.hpp"

#include <limits>
#include <span>

#include <doctest/doctest.h>

namespace coppice::select {

TEST_CASE("bounds only lower what may go, never below what is gone") {
    pool of({std::vector<double>(10, 1.0), std::vector<double>(10, 1.0), {1, 2}});
    for (index g = 0; g < 8; ++g) {
        of.set(1, g, false);
    }
    auto tensors = of.candidates();
    bounds{.most_per_layer = 0.7, .fewest_left = 2}.set(std::span(tensors));
    CHECK(tensors[0].most == 7);
    CHECK(tensors[1].most == 8);
    CHECK(tensors[2].most == 0);
    tensors[0].most = 3;
    bounds{}.set(std::span(tensors));
    CHECK(tensors[0].most == 3);
}

TEST_CASE("a limit is the last group or a bound") {
    pool of({{1, 2, 3}});
    auto tensor = of.candidates()[0];
    CHECK(limit_of(tensor, 1) == limit::none);
    CHECK(limit_of(tensor, 2) == limit::one_left);
    tensor.most = 1;
    CHECK(limit_of(tensor, 1) == limit::cap);
}

TEST_CASE("totals add up all tensors") {
    pool of({{1, 2, 3}, {4, 5}});
    of.set(0, 2, false);
    const auto tensors = of.candidates();
    const totals all = total(std::span<const pool::stored_candidate>(tensors));
    CHECK(all.groups == 5);
    CHECK(all.gone == 1);
    CHECK(all.most == 3);
}

TEST_CASE("bounds refuse what is no share and no count") {
    CHECK(refusal([] {
              bounds{.most_per_layer = 1.5}.validate("mine");
          }) == "mine: most_per_layer is 1.5; it must be in (0, 1]");
    CHECK_THROWS_AS(
        bounds{.most_per_layer = std::numeric_limits<double>::quiet_NaN()}.validate("mine"), error);
    CHECK(refusal([] {
              bounds{.fewest_left = 0}.validate("mine");
          }) == "mine: fewest_left is 0; it must be at least 1");
}

} // namespace coppice::select
