// refused: The recipe rewinds weights, and the host's trainer cannot go back: give it rewind(epoch), see coppice/drive/trainer.hpp, or rewind with coppice::rewind::learning_rate.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/rewind/weights.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct mine : archetype::trainer {};

void prune(network& net, mine& host) {
    drive::in_steps(compose(rewind::weights{}), net.described, host, backend::reference{});
}
