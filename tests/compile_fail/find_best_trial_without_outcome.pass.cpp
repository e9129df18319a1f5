#include <coppice/objective/against_naive.hpp>
#include <coppice/search/grid.hpp>
#include <coppice/tune/find_best.hpp>

using namespace coppice;

tune::report tuned(const tune::space& space) {
    return tune::find_best(
        space, search::grid{}, objective::against_naive{},
        [](const std::vector<double>& values, double share) {
            return tune::outcome{.seconds = values[0] * share};
        });
}
