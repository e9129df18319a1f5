#include <coppice/backend/reference.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/bn_scale.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::pruner pruning(
        compose(granularity::filter{}, score::bn_scale{}), net.described, backend::reference{});
    pruning.apply();
}
