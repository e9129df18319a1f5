#include <coppice/backend/reference.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/step/layer.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct watching : drive::observer {
    void finished(const drive::step_report&) const {}
};

void prune(network& net, archetype::trainer& host) {
    const watching observer;
    drive::in_steps(compose(step::layer{}), net.described, host, backend::reference{}, observer);
}
