#include <coppice/backend/reference.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/granularity/filter.hpp>

#include "../step/network.hpp"

void shrink(network& net) {
    const auto recipe = coppice::compose(coppice::granularity::filter{});
    coppice::drive::pruner pruner(recipe, net.described, coppice::backend::reference{});
    const auto plan = coppice::compact::make_plan(net.described, pruner);
}
