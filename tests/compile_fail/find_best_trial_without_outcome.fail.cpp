// refused: The trial given to find_best() cannot be called as coppice/tune/find_best.hpp has it: trial(values, share), returning coppice::tune::outcome.
#include <coppice/objective/against_naive.hpp>
#include <coppice/search/grid.hpp>
#include <coppice/tune/find_best.hpp>

using namespace coppice;

tune::report tuned(const tune::space& space) {
    return tune::find_best(
        space, search::grid{}, objective::against_naive{},
        [](const std::vector<double>& values, double share) { return values[0] * share; });
}
