#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/schedule/one_cycle.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(compose(schedule::one_cycle{}), net.described, backend::reference{});
    pruning.finish();
}
