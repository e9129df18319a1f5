// refused: The freezing policy in compose() lacks something that coppice/freeze/concept.hpp asks of one: probes, and choose(probe) if that is true.
#include <coppice/recipe/compose.hpp>

struct mine {
    using role = coppice::role::freeze;
};

const auto recipe = coppice::compose(mine{});
