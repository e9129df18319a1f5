// refused: The selection in compose() lacks something that coppice/select/concept.hpp asks of one: per_layer, prune(backend, candidates, count, pruned, workspace).
#include <coppice/recipe/compose.hpp>

#include "../archetype/select.hpp"

struct mine : archetype::select {
    void prune() const = delete;
};

const auto recipe = coppice::compose(mine{});
