// refused: score::bn_scale scores filters by their normalisation: compose it with coppice::granularity::filter.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/bn_scale.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::pruner pruning(
        compose(granularity::weight{}, score::bn_scale{}), net.described, backend::reference{});
    pruning.apply();
}
