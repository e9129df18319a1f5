#include <coppice/backend/reference.hpp>
#include <coppice/drive/while_training.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct complete : archetype::trainer {};

void train(network& net, complete& host) {
    drive::while_training(compose(), net.described, host, backend::reference{}, 1);
}
