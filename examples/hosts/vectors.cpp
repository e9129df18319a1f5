// The smallest host: weights in plain vectors, pruned by free functions.

// [vectors]
#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

int main() {
    std::vector<float> weights(1728);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = static_cast<float>(i % 101) - 50.0F;
    }
    const coppice::view<float> layer(weights.data(), {64, 3, 3, 3});
    const coppice::granularity::filter filters;
    coppice::backend::eigen backend;

    auto mask = coppice::prune(backend, layer, 0.5, filters); // the half with the lowest L1 norm
    coppice::apply(backend, mask, layer, filters);            // and again after every update
    std::cout << backend.kept(mask) << " of " << mask.size() << " filters kept\n";
}
// [/vectors]
