// refused: A session follows its schedule alone: it takes no step, trigger, freezing policy, rewinding or stop rule. Drop them from compose(), or run the recipe with coppice::drive::in_steps.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/step/layer.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(compose(step::layer{}), net.described, backend::reference{});
    pruning.finish();
}
