#include <coppice/drive/instability.hpp>

#include "../archetype/trainer.hpp"

using namespace coppice;

struct mine : archetype::trainer {
    void interpolate(const snapshot& /*from*/, const snapshot& /*to*/, double /*share*/) {}
};

double middle(mine& host) {
    return drive::path_between(host, host.save(), host.save()).middle();
}
