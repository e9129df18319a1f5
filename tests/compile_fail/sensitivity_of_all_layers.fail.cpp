// refused: A sensitivity scan says itself how much of a layer goes, and the recipe's selection does not ask each layer: select with coppice::select::local.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/select/global.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

auto scanned(network& net, archetype::trainer& host) {
    return drive::sensitivity(
        compose(select::global{}), net.described, host, backend::reference{}, {0.5});
}
