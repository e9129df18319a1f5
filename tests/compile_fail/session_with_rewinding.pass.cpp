#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(compose(), net.described, backend::reference{});
    pruning.finish();
}
