#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/activation_mean.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct showing : archetype::trainer {
    void calibrate(auto& /*viewer*/) {}
};

auto scanned(network& net, showing& host) {
    return drive::sensitivity(
        compose(granularity::filter{}, score::activation_mean{}), net.described, host,
        backend::reference{}, {0.5});
}
