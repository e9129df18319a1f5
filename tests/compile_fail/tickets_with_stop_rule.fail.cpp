// refused: tickets() follows a schedule inside every round: it takes no step, trigger, freezing policy or stop rule. Drop them from compose(), or run the recipe with coppice::drive::in_steps.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/tickets.hpp>
#include <coppice/rewind/weights.hpp>
#include <coppice/stop/target_sparsity.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct mine : archetype::trainer {
    void rewind(int /*epoch*/) {}
};

void find(network& net, mine& host) {
    drive::tickets(
        compose(rewind::weights{}, stop::target_sparsity{}), net.described, host,
        backend::reference{}, 5);
}
