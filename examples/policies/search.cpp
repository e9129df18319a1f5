// The examples of docs/policies/search.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

namespace {

void grid() {
    // [grid]
    const coppice::tune::space space{{{"threshold", {0.5, 1.5}}, {"frozen", {0.3, 0.6, 0.9}}}};
    const coppice::search::grid search;
    for (const coppice::index point : search.next(space.points(), {}).points) {
        std::cout << space.name(point) << '\n';
    }
    // [/grid]
}

void random() {
    // [random]
    const coppice::tune::space space = coppice::tune::ice_pruning{}.space();
    const coppice::search::random search{.trials = 3, .seed = 1};
    for (const coppice::index point : search.next(space.points(), {}).points) {
        std::cout << space.name(point) << '\n';
    }
    // [/random]
}

void successive_halving() {
    // [successive_halving]
    const coppice::search::successive_halving search{.trials = 8, .rounds = 3, .factor = 2};
    std::vector<coppice::search::tried> so_far;
    auto round = search.next(100, so_far);
    while (!round.points.empty()) {
        std::cout << "at " << round.share << " of the effort:";
        for (const coppice::index point : round.points) {
            std::cout << ' ' << point;
            so_far.push_back({point, round.share, static_cast<double>(point)}); // the value
        }
        std::cout << '\n';
        round = search.next(100, so_far);
    }
    // [/successive_halving]
}

} // namespace

int main() {
    examples::run({
        {"grid", grid},
        {"random", random},
        {"successive_halving", successive_halving},
    });
}
