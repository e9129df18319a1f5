// refused: Only whole filters can be physically removed: this recipe masks single weights, which leaves every tensor its shape. Compose a removable granularity such as coppice::granularity::filter{}.
#include <coppice/backend/reference.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/granularity/weight.hpp>

#include "../step/network.hpp"

void shrink(network& net) {
    const auto recipe = coppice::compose(coppice::granularity::weight{});
    coppice::drive::pruner pruner(recipe, net.described, coppice::backend::reference{});
    const auto plan = coppice::compact::make_plan(net.described, pruner);
}
