// refused: The granularity in compose() lacks something that coppice/granularity/concept.hpp asks of one: cut(view), unmet(extents), removable, single_weights.
#include <coppice/recipe/compose.hpp>

#include "../archetype/granularity.hpp"

struct mine : archetype::granularity {
    template <coppice::element T>
    void cut(const coppice::view<T>&) const = delete;
};

const auto recipe = coppice::compose(mine{});
