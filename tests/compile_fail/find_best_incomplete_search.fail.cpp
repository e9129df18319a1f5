// refused: The search given to find_best() lacks something that coppice/search/concept.hpp asks of one: next(points, so_far), returning coppice::search::round.
#include <coppice/objective/against_naive.hpp>
#include <coppice/tune/find_best.hpp>

#include "../archetype/search.hpp"

using namespace coppice;

struct mine : archetype::search {
    void next(coppice::index) const = delete;
};

tune::report tuned(const tune::space& space) {
    return tune::find_best(
        space, mine{}, objective::against_naive{},
        [](const std::vector<double>&, double) { return tune::outcome{}; });
}
