// refused: The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().
#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/step/layer.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct forgetful : archetype::trainer {
    void save() = delete;
};

void prune(network& net, forgetful& host) {
    drive::in_steps(compose(step::layer{}), net.described, host, backend::reference{});
}
