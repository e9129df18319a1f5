// refused: in_steps() follows no schedule, its step says how much goes: drop the schedule from compose(), or run the recipe with coppice::drive::while_training.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/schedule/one_cycle.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

void prune(network& net, archetype::trainer& host) {
    drive::in_steps(compose(schedule::one_cycle{}), net.described, host, backend::reference{});
}
