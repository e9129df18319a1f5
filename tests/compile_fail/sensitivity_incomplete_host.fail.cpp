// refused: The host lacks something that a sensitivity scan asks of one: evaluate(), save(), restore(snapshot); see coppice/drive/trainer.hpp.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct forgetful : archetype::trainer {
    void save() = delete;
};

auto scanned(network& net, forgetful& host) {
    return drive::sensitivity(compose(), net.described, host, backend::reference{}, {0.5});
}
