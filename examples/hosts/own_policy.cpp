// A score of one's own, composed like any other.

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

// [own_policy]
/// Mean of |w| over a group.
struct mean_magnitude {
    using role = coppice::role::score;

    static constexpr double accumulate(double sum, coppice::element auto weight) {
        return sum + (weight < 0 ? -weight : weight);
    }
    static constexpr double finish(double sum, coppice::index members) {
        return sum / static_cast<double>(members);
    }
};
// [/own_policy]

int main() {
    std::vector<float> weights = {1, -1, 1, 5, -5, 5, 2, 2, -2};
    const coppice::view<float> layer(weights.data(), {3, 3});
    const coppice::granularity::filter rows;
    coppice::backend::eigen backend;

    for (const double score : coppice::scores(backend, layer, rows, mean_magnitude{})) {
        std::cout << score << ' ';
    }
    const auto recipe = coppice::compose(
        rows, mean_magnitude{}, coppice::schedule::agp{.target = 0.4},
        coppice::lr::constant{.base = 0.01});
    coppice::model::description<float> model;
    std::vector<float> reader = {1, 1, 1};
    auto x = model.input(3);
    x = model.add("rows", coppice::operation::dense<float>{.weight = layer}, {x});
    x = model.add("sum", coppice::operation::dense<float>{.weight = {reader.data(), {1, 3}}}, {x});
    model.output(x);
    coppice::drive::session pruning(recipe, model, backend);
    pruning.finish();
    std::cout << "-> " << backend.kept(pruning.pruned().mask(0)) << " rows kept\n";
}
