#include <coppice/backend/reference.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/select/global.hpp>

#include "../step/network.hpp"

using namespace coppice;

void prune(network& net) {
    drive::session pruning(compose(select::global{}), net.described, backend::reference{});
    pruning.finish();
}
