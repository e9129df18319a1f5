// refused: A session prunes to its schedule, and the recipe's selection decides by itself how much goes. Select with coppice::select::local or global, or run the recipe with coppice::drive::in_steps.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/select/threshold.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(
        compose(select::threshold{.value = 1}), net.described, backend::reference{});
    pruning.finish();
}
