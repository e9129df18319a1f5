#include <coppice/objective/against_naive.hpp>
#include <coppice/tune/find_best.hpp>

#include "../archetype/search.hpp"

using namespace coppice;

struct mine : archetype::search {};

tune::report tuned(const tune::space& space) {
    return tune::find_best(
        space, mine{}, objective::against_naive{},
        [](const std::vector<double>&, double) { return tune::outcome{}; });
}
