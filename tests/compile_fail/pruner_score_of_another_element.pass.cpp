#include <coppice/backend/reference.hpp>
#include <coppice/drive/pruner.hpp>

#include "../step/network.hpp"

struct mine {
    using role = coppice::role::score;
    [[nodiscard]] double accumulate(double sum, coppice::element auto weight) const;
    [[nodiscard]] double finish(double sum, coppice::index members) const;
};

void prune(network& net) {
    const auto recipe = coppice::compose(mine{});
    coppice::drive::pruner pruner(recipe, net.described, coppice::backend::reference{});
    pruner.apply();
}
