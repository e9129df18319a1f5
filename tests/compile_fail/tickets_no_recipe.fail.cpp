// refused: tickets() runs a recipe: make one with coppice::compose(...).
#include <coppice/backend/reference.hpp>
#include <coppice/drive/tickets.hpp>
#include <coppice/rewind/weights.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct mine : archetype::trainer {
    void rewind(int /*epoch*/) {}
};

void find(network& net, mine& host) {
    drive::tickets(rewind::weights{}, net.described, host, backend::reference{}, 5);
}
