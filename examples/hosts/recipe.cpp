// A recipe, and what one of its policies says.

#include <coppice/coppice.hpp>

#include <iostream>

int main() {
    // [recipe]
    namespace cp = coppice;

    const auto recipe = cp::compose(
        cp::granularity::filter{}, cp::score::l1{}, cp::step::block{.ratio = 0.6},
        cp::trigger::accuracy_drop{.points = 1.5}, cp::freeze::weight_shift{.share = 0.7},
        cp::lr::pruning_aware{.base = 1e-3, .change = 7.5e-4, .midpoint = 0.12, .shape = 50});
    // [/recipe]

    for (const double remaining : {1.0, 0.92, 0.88, 0.86, 0.5}) {
        std::cout << 100 * remaining << "% of the weights left: learning rate "
                  << recipe.lr.rate({.remaining = remaining}) << '\n';
    }
}
