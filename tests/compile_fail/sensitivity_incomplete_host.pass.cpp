#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

struct untrained {
    [[nodiscard]] metric::accuracy evaluate() { return {1, 2}; }
    [[nodiscard]] int save() { return 0; }
    void restore(int /*saved*/) {}
};

auto scanned(network& net, untrained& host) {
    return drive::sensitivity(compose(), net.described, host, backend::reference{}, {0.5});
}
