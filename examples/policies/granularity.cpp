// The examples of docs/policies/granularity.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

using examples::print;

namespace {

void weight() {
    // [weight]
    std::vector<float> weights = {3, -1, 0.5, 2, -4, 1.5};
    const coppice::view<float> layer(weights.data(), {2, 3}); // a dense layer: 2 outputs, 3 inputs
    const coppice::granularity::weight singles;
    coppice::backend::eigen backend;

    const auto mask = coppice::prune(backend, layer, 0.5, singles);
    print("kept", mask);
    coppice::apply(backend, mask, layer, singles);
    print("weights", weights);
    // [/weight]
}

void filter() {
    // [filter]
    std::vector<float> weights = {
        1, -1, 1, 1, // output 0
        5, 0,  0, 5, // output 1
        2, 2,  2, 1, // output 2
    };
    const coppice::view<float> layer(weights.data(), {3, 1, 2, 2}); // 2 x 2 kernels on one input
    const coppice::granularity::filter filters;
    coppice::backend::eigen backend;

    print("L1 norms", coppice::scores(backend, layer, filters));
    const auto mask = coppice::prune(backend, layer, 0.34, filters);
    coppice::apply(backend, mask, layer, filters);
    print("weights", weights);
    // [/filter]
}

void channel() {
    // [channel]
    std::vector<float> weights = {
        1, 5, 2, // what output 0 reads of inputs 0, 1 and 2
        1, 0, 2, // what output 1 reads of them
    };
    const coppice::view<float> layer(weights.data(), {2, 3});
    const coppice::granularity::channel channels;
    coppice::backend::eigen backend;

    print("L1 norms", coppice::scores(backend, layer, channels));
    const auto mask = coppice::prune(backend, layer, 0.34, channels);
    coppice::apply(backend, mask, layer, channels);
    print("weights", weights);
    // [/channel]
}

void kernel() {
    // [kernel]
    std::vector<float> weights = {
        1, 1, 1, 1, /* output 0, input 0 */ 4, 0, 0, 4, /* input 1 */
        3, 3, 3, 3, /* output 1, input 0 */ 0, 2, 0, 0, /* input 1 */
    };
    const coppice::view<float> layer(weights.data(), {2, 2, 2, 2});
    const coppice::granularity::kernel kernels;
    coppice::backend::eigen backend;

    print("L1 norms", coppice::scores(backend, layer, kernels));
    print("kept", coppice::prune(backend, layer, 0.5, kernels));
    // [/kernel]
}

void vector() {
    // [vector]
    std::vector<float> weights = {
        1, 2, 3, // one kernel of 3 x 3
        4, 5, 6, //
        7, 8, 9, //
    };
    const coppice::view<float> layer(weights.data(), {1, 1, 3, 3});
    coppice::backend::eigen backend;

    print("rows", coppice::scores(backend, layer, coppice::granularity::vector{.axis = -1}));
    print("columns", coppice::scores(backend, layer, coppice::granularity::vector{.axis = -2}));
    // [/vector]
}

void block() {
    // [block]
    std::vector<float> weights = {
        1, 1, 0, 0, // output 0
        1, 1, 0, 2, // output 1
        9, 0, 3, 3, // output 2
        0, 0, 3, 3, // output 3
    };
    const coppice::view<float> layer(weights.data(), {4, 4});
    const coppice::granularity::block tiles{.rows = 2, .columns = 2};
    coppice::backend::eigen backend;

    print("L1 norms", coppice::scores(backend, layer, tiles));
    print("kept", coppice::prune(backend, layer, 0.5, tiles));
    std::cout << "a layer of 4 x 3 must be " << tiles.unmet({4, 3}) << '\n';
    // [/block]
}

} // namespace

int main() {
    examples::run({
        {"weight", weight},
        {"filter", filter},
        {"channel", channel},
        {"kernel", kernel},
        {"vector", vector},
        {"block", block},
    });
}
