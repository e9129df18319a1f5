#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/select/local.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

auto scanned(network& net, archetype::trainer& host) {
    return drive::sensitivity(
        compose(select::local{}), net.described, host, backend::reference{}, {0.5});
}
