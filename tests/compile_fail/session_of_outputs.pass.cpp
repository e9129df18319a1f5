#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/activation_mean.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(
        compose(granularity::filter{}, score::l1{}), net.described, backend::reference{});
    pruning.finish();
}
