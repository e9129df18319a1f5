// refused: The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().
#include <coppice/backend/reference.hpp>
#include <coppice/drive/while_training.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct forgetful : archetype::trainer {
    void reset_optimiser() = delete;
};

void train(network& net, forgetful& host) {
    drive::while_training(compose(), net.described, host, backend::reference{}, 1);
}
