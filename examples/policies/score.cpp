// The examples of docs/policies/score.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <vector>

using examples::print;

namespace {

void l1() {
    // [l1]
    std::vector<float> weights = {
        3, -4, 0, // filter 0
        2, 2,  2, // filter 1
        0, -6, 2, // filter 2
    };
    const coppice::view<float> layer(weights.data(), {3, 3});
    const coppice::granularity::filter filters;
    coppice::backend::eigen backend;

    print("scores", coppice::scores(backend, layer, filters, coppice::score::l1{}));
    print("kept", coppice::prune(backend, layer, 0.4, filters, coppice::score::l1{}));
    // [/l1]
}

void l2() {
    // [l2]
    std::vector<float> weights = {
        3, -4, 0, // filter 0
        2, 2,  1, // filter 1
        0, -6, 8, // filter 2
    };
    const coppice::view<float> layer(weights.data(), {3, 3});
    const coppice::granularity::filter filters;
    coppice::backend::eigen backend;

    print("scores", coppice::scores(backend, layer, filters, coppice::score::l2{}));
    print("kept", coppice::prune(backend, layer, 0.4, filters, coppice::score::l2{}));
    // [/l2]
}

void lp() {
    // [lp]
    std::vector<float> weights = {
        3, 4, 5,  // filter 0: 27 + 64 + 125 = 216, 6 cubed
        1, 6, -8, // filter 1: 1 + 216 + 512 = 729, 9 cubed
    };
    const coppice::view<float> layer(weights.data(), {2, 3});
    const coppice::granularity::filter filters;
    coppice::backend::eigen backend;

    print("p = 3", coppice::scores(backend, layer, filters, coppice::score::lp{.p = 3}));
    print("p = 1", coppice::scores(backend, layer, filters, coppice::score::lp{.p = 1}));
    // [/lp]
}

void taylor() {
    // [taylor]
    std::vector<float> weights = {
        3, -4, 1, // filter 0
        2, 2,  2, // filter 1
        1, 0,  1, // filter 2
    };
    std::vector<float> gradients = {
        1, 1,  0, // filter 0: 3 - 4 = -1
        1, -1, 0, // filter 1: 2 - 2 = 0
        2, 5,  1, // filter 2: 2 + 1 = 3
    };
    const coppice::view<float> layer(weights.data(), {3, 3});
    const coppice::view<float> gradient(gradients.data(), {3, 3});
    coppice::backend::eigen backend;

    const auto scores = coppice::scores(
        backend, layer, coppice::granularity::filter{}, coppice::score::taylor{}, gradient);
    print("scores", scores);
    const std::vector sources{coppice::score::stored{scores.data(), 3}};
    print("kept", coppice::prune_by(backend, sources, 0.4)[0]);
    // [/taylor]
}

void snip() {
    // [snip]
    std::vector<float> weights = {
        3, -4, 1, // filter 0
        2, 2,  2, // filter 1
        1, 0,  1, // filter 2
    };
    std::vector<float> gradients = {
        1, 1,  0, // filter 0: 3 + 4 = 7
        1, -1, 0, // filter 1: 2 + 2 = 4
        2, 5,  1, // filter 2: 2 + 1 = 3
    };
    const coppice::view<float> layer(weights.data(), {3, 3});
    const coppice::view<float> gradient(gradients.data(), {3, 3});
    coppice::backend::eigen backend;

    const auto scores = coppice::scores(
        backend, layer, coppice::granularity::filter{}, coppice::score::snip{}, gradient);
    print("scores", scores);
    const std::vector sources{coppice::score::stored{scores.data(), 3}};
    print("kept", coppice::prune_by(backend, sources, 0.4)[0]);
    // [/snip]
}

void fisher() {
    // [fisher]
    std::vector<float> weights = {
        3, -4, // filter 0
        2, 2,  // filter 1
    };
    std::vector<float> squares = {
        1, 0.5, // filter 0: (9 + 8) / 2 = 8.5
        4, 2,   // filter 1: (16 + 8) / 2 = 12
    };
    const coppice::view<float> layer(weights.data(), {2, 2});
    const coppice::view<float> information(squares.data(), {2, 2}); // mean squared gradients
    coppice::backend::eigen backend;

    const auto scores = coppice::scores(
        backend, layer, coppice::granularity::filter{}, coppice::score::fisher{}, information);
    print("scores", scores);
    const std::vector sources{coppice::score::stored{scores.data(), 2}};
    print("kept", coppice::prune_by(backend, sources, 0.5)[0]);
    // [/fisher]
}

void activation_mean() {
    // [activation_mean]
    std::vector<float> output = {
        2, 4, /* image 0, channel 0 */ 1, 0, /* channel 1 */
        6, 8, /* image 1, channel 0 */ 0, 3, /* channel 1 */
    };
    coppice::backend::eigen backend;
    coppice::activations seen(backend, 2, coppice::score::activation_mean{});
    seen.add(coppice::view<float>(output.data(), {2, 2, 1, 2})); // a batch of 1 x 2 images

    const auto means = seen.mean();
    print("mean", means);
    print("mean per image", seen.mean_per_image());
    const std::vector sources{coppice::score::stored{means.data(), 2}};
    print("kept", coppice::prune_by(backend, sources, 0.5)[0]);
    // [/activation_mean]
}

void apoz() {
    // [apoz]
    std::vector<float> output = {
        0, 9, /* image 0, channel 0 */ 1, 1, /* channel 1 */
        0, 0, /* image 1, channel 0 */ 0, 1, /* channel 1 */
    };
    coppice::backend::eigen backend;
    coppice::activations seen(backend, 2, coppice::score::apoz{});
    seen.add(coppice::view<float>(output.data(), {2, 2, 1, 2})); // a batch of 1 x 2 images

    const auto active = seen.mean();
    print("1 - APoZ", active);
    const std::vector sources{coppice::score::stored{active.data(), 2}};
    print("kept", coppice::prune_by(backend, sources, 0.5)[0]);
    // [/apoz]
}

void wanda() {
    // [wanda]
    std::vector<float> weights = {
        3, -4, 1, 2, // output 0
        2, 2,  2, 1, // output 1
    };
    std::vector<float> norms = {1, 0.5, 4, 2}; // one an input, over a calibration set
    const coppice::view<float> layer(weights.data(), {2, 4});
    const coppice::view<float> norm(norms.data(), {2, 4}, {0, 1}); // the same for every output
    coppice::backend::eigen backend;

    const auto scores = coppice::scores(
        backend, layer, coppice::granularity::weight{}, coppice::score::wanda{}, norm);
    print("scores", scores);
    using coppice::score::stored;
    const std::vector outputs{stored{scores.data(), 4}, stored{scores.data() + 4, 4}};
    for (const auto& mask : coppice::prune_by(backend, outputs, 0.5)) {
        print("kept", mask);
    }
    // [/wanda]
}

void random() {
    // [random]
    std::vector<float> weights = {1, 2, 3, 4};
    const coppice::view<float> layer(weights.data(), {4, 1});
    const coppice::granularity::filter filters;
    const coppice::score::random score{.seed = 1};
    coppice::backend::eigen backend;

    print("scores", coppice::scores(backend, layer, filters, score));
    print("kept", coppice::prune(backend, layer, 0.5, filters, score));
    print("of tensor 1", coppice::scores(backend, layer, filters, score.of_tensor(1)));
    // [/random]
}

void lamp() {
    // [lamp]
    std::vector<float> small = {1, -3, 2, 0}; // squares 1, 9, 4, 0: 1/14, 9/9, 4/13, 0/14
    std::vector<float> large = {100, -300, 200, 0};
    const std::vector layers{
        coppice::view<float>(small.data(), {2, 2}), coppice::view<float>(large.data(), {2, 2})};
    const coppice::granularity::weight singles;
    const coppice::select::global together;
    coppice::backend::eigen backend;

    print("scores", coppice::scores(backend, layers[0], singles, coppice::score::lamp{}));
    for (const auto& mask :
         coppice::prune(backend, layers, 0.5, singles, coppice::score::lamp{}, together)) {
        print("kept by lamp", mask);
    }
    for (const auto& mask :
         coppice::prune(backend, layers, 0.5, singles, coppice::score::l1{}, together)) {
        print("kept by l1", mask);
    }
    // [/lamp]
}

void bn_scale() {
    // [bn_scale]
    std::vector<float> first = {0.9F, -0.02F, 0.5F, 1.1F}; // scales of two layers' channels
    std::vector<float> second = {0.03F, -0.7F, 0.01F, 0.4F};
    const std::vector scales{
        coppice::view<float>(first.data(), {4}), coppice::view<float>(second.data(), {4})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, scales, 0.375, coppice::granularity::weight{}, coppice::score::bn_scale{},
             coppice::select::global{})) {
        print("channels kept", mask);
    }
    // [/bn_scale]
}

void geometric_median() {
    // [geometric_median]
    std::vector<float> weights = {
        0, 0, // filter 0: 5 from filter 1, 10 from filter 2
        3, 4, // filter 1: 5 from either
        6, 8, // filter 2
    };
    const coppice::view<float> layer(weights.data(), {3, 2});
    const coppice::granularity::filter filters;
    const coppice::score::geometric_median score;
    coppice::backend::eigen backend;

    print("scores", coppice::scores(backend, layer, filters, score));
    print("kept", coppice::prune(backend, layer, 0.34, filters, score));
    // [/geometric_median]
}

} // namespace

int main() {
    examples::run({
        {"l1", l1},
        {"l2", l2},
        {"lp", lp},
        {"taylor", taylor},
        {"snip", snip},
        {"fisher", fisher},
        {"activation_mean", activation_mean},
        {"apoz", apoz},
        {"wanda", wanda},
        {"random", random},
        {"lamp", lamp},
        {"bn_scale", bn_scale},
        {"geometric_median", geometric_median},
    });
}
