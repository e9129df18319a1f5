// refused: A session sees weights alone, and the recipe's score reads what layers put out. Choose another score, or run the recipe with coppice::drive::in_steps.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/activation_mean.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(
        compose(granularity::filter{}, score::activation_mean{}), net.described,
        backend::reference{});
    pruning.finish();
}
