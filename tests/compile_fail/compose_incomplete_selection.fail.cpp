// refused: The selection in compose() lacks something that coppice/select/concept.hpp asks of one: asked, compares_layers, prune(backend, work, count).
#include <coppice/recipe/compose.hpp>

#include "../archetype/select.hpp"

struct mine : archetype::select {
    void prune() const = delete;
};

const auto recipe = coppice::compose(mine{});
