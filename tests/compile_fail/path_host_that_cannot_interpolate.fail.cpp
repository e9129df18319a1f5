// refused: The host's trainer cannot stand between two of its snapshots: give it interpolate(from, to, share), see coppice/drive/trainer.hpp.
#include <coppice/drive/instability.hpp>

#include "../archetype/trainer.hpp"

using namespace coppice;

struct mine : archetype::trainer {};

double middle(mine& host) {
    return drive::path_between(host, host.save(), host.save()).middle();
}
