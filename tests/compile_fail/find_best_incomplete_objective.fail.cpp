// refused: The objective given to find_best() lacks something that coppice/objective/concept.hpp asks of one: value(position), returning double.
#include <coppice/search/grid.hpp>
#include <coppice/tune/find_best.hpp>

#include "../archetype/objective.hpp"

using namespace coppice;

struct mine : archetype::objective {
    void value(const objective::position&) const = delete;
};

tune::report tuned(const tune::space& space) {
    return tune::find_best(space, search::grid{}, mine{}, [](const std::vector<double>&, double) {
        return tune::outcome{};
    });
}
