#include <coppice/drive/pruner.hpp>

#include "../archetype/backend.hpp"
#include "../step/network.hpp"

struct mine : archetype::backend {};

void prune(network& net) {
    coppice::drive::pruner pruner(coppice::compose(), net.described, mine{});
    pruner.apply();
}
