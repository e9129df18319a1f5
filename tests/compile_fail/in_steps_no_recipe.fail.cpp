// refused: in_steps() runs a recipe: make one with coppice::compose(...).
#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/step/layer.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

void prune(network& net, archetype::trainer& host) {
    drive::in_steps(step::layer{}, net.described, host, backend::reference{});
}
