#include <coppice/recipe/compose.hpp>

struct mine {
    using role = coppice::role::freeze;
    static constexpr bool probes = false;
};

const auto recipe = coppice::compose(mine{});
