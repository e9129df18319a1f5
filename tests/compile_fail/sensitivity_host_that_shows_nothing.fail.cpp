// refused: The recipe's score reads what layers put out, and the host does not show it: give it calibrate(viewer), see coppice/drive/trainer.hpp.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/activation_mean.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

auto scanned(network& net, archetype::trainer& host) {
    return drive::sensitivity(
        compose(granularity::filter{}, score::activation_mean{}), net.described, host,
        backend::reference{}, {0.5});
}
