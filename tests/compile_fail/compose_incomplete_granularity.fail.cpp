// refused: The granularity in compose() lacks something that coppice/granularity/concept.hpp asks of one: cut(view), removable, single_weights, least_rank.
#include <coppice/recipe/compose.hpp>

#include "../archetype/granularity.hpp"

struct mine : archetype::granularity {
    template <coppice::element T>
    void cut(const coppice::view<T>&) const = delete;
};

const auto recipe = coppice::compose(mine{});
