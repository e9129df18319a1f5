#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/step/layer.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct complete : archetype::trainer {};

void prune(network& net, complete& host) {
    drive::in_steps(compose(step::layer{}), net.described, host, backend::reference{});
}
