// refused: The recipe's score cannot read weights of the model's element type alone: give it an accumulate(double, T), or choose a score that needs nothing but weights.
#include <coppice/backend/reference.hpp>
#include <coppice/drive/pruner.hpp>

#include "../step/network.hpp"

struct mine {
    using role = coppice::role::score;
    [[nodiscard]] double accumulate(double sum, double weight) const;
    void accumulate(double sum, float weight) const = delete;
    [[nodiscard]] double finish(double sum, coppice::index members) const;
};

void prune(network& net) {
    const auto recipe = coppice::compose(mine{});
    coppice::drive::pruner pruner(recipe, net.described, coppice::backend::reference{});
    pruner.apply();
}
