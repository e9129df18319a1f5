#include "coppice/backend/grid/sums.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/taylor.hpp"

#include <doctest/doctest.h>

namespace coppice {

using backend::grid::cut;

TEST_CASE("a thread by itself, and a warp, add up as the reference does") {
    for (const index members : {1, 2, 3, 4, 5, 9, 16, 17, 31, 32, 33, 100, 16384, 16385, 40000}) {
        CAPTURE(members);
        const auto weights = random_weights<float>(2 * members, 1);
        const auto gradients = random_weights<float>(2 * members, 2);
        const auto cut_of = [&](const std::vector<float>& numbers) {
            return slices(view<const float>(numbers.data(), {2, members}), 0);
        };
        const backend::reference reference;
        double expected[2];
        reference.score(score::taylor{}, expected, cut_of(weights), cut_of(gradients));
        const cut<const float> w(cut_of(weights));
        const cut<const float> g(cut_of(gradients));
        CHECK(bits(backend::grid::score_alone(score::taylor{}, 1, w, g)) == bits(expected[1]));
        reference.score(score::l2{}, expected, cut_of(weights));
        CHECK(bits(backend::grid::score_alone(score::l2{}, 0, w)) == bits(expected[0]));
        if (members <= score::chunk) {
            const on_cpu::warp warp(0);
            const double sum = backend::grid::chunk_sum(warp, score::l2{}, 0, 0, w);
            CHECK(bits(score::l2{}.finish(0.0 + sum, members)) == bits(expected[0]));
        }
    }
}

} // namespace coppice
