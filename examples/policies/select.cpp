// The examples of docs/policies/select.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

using examples::print;

namespace {

/// A line for every mask and, where something came between, one for what the selection says of it.
template <class Masks>
void print_verdicts(const Masks& masks) {
    for (const auto& mask : masks) {
        print("kept", mask);
        if (mask.verdict.why != coppice::select::limit::none) {
            std::cout << "  " << mask.pruned << " pruned, " << mask.verdict.asked
                      << " asked: " << coppice::select::reason(mask.verdict.why) << '\n';
        }
    }
}

void local() {
    // [local]
    std::vector<float> first = {1, 2, 3, 4, 5, 6};
    std::vector<float> second = {60, 50, 40, 30, 20, 10, 80, 70};
    const std::vector layers{
        coppice::view<float>(first.data(), {6, 1}), coppice::view<float>(second.data(), {8, 1})};
    const coppice::granularity::filter filters;
    const coppice::score::l1 norm;
    coppice::backend::eigen backend;

    print_verdicts(coppice::prune(backend, layers, 0.5, filters, norm, coppice::select::local{}));
    print_verdicts(
        coppice::prune(backend, layers, 0.5, filters, norm, coppice::select::local{.multiple = 4}));
    // [/local]
}

void global() {
    // [global]
    std::vector<float> first = {1, 2, 3, 4};
    std::vector<float> second = {5, 60, 70, 80};
    const std::vector layers{
        coppice::view<float>(first.data(), {4, 1}), coppice::view<float>(second.data(), {4, 1})};
    const coppice::granularity::filter filters;
    const coppice::score::l1 norm;
    coppice::backend::eigen backend;

    print_verdicts(coppice::prune(backend, layers, 0.5, filters, norm, coppice::select::global{}));
    const coppice::select::global capped{.most_per_layer = 0.5};
    print_verdicts(coppice::prune(backend, layers, 0.5, filters, norm, capped));
    // [/global]
}

void threshold() {
    // [threshold]
    std::vector<float> first = {0.5F, 0.01F, -0.02F, 0.3F};
    std::vector<float> second = {0.03F, -0.04F, 0.01F, 0.02F};
    const std::vector layers{
        coppice::view<float>(first.data(), {2, 2}), coppice::view<float>(second.data(), {2, 2})};
    coppice::backend::eigen backend;

    print_verdicts(coppice::prune(
        backend, layers, coppice::granularity::weight{}, coppice::score::l1{},
        coppice::select::threshold{.value = 0.05}));
    // [/threshold]
}

void adaptive_threshold() {
    // [adaptive_threshold]
    std::vector<float> weights = {0, 0.5F, 1.2F, 1.7F, 2.5F, 3.5F, 4.5F, 5.5F};
    coppice::model::description<float> model;
    const coppice::view<float> weight(weights.data(), {2, 4});
    model.add("layer", coppice::operation::dense<float>{.weight = weight}, {model.input(4)});

    coppice::drive::pruner pruner(
        coppice::compose(coppice::select::adaptive_threshold{.rise = 1}), model,
        coppice::backend::eigen{});
    for (int round = 1; round <= 8; ++round) {
        pruner.prune([](coppice::index /*groups*/, coppice::index gone) { return gone; });
        std::cout << "round " << round << ": T = " << pruner.save().selection.value << ", "
                  << pruner.outcomes()[0].pruned << " of 8 pruned\n";
    }
    // [/adaptive_threshold]
}

void budget() {
    // [budget]
    std::vector<float> first = {
        1, 1, // filter 0: 2
        2, 2, // filter 1: 4
        9, 9, // filter 2: 18
        8, 8, // filter 3: 16
    };
    std::vector<float> second = {
        1,    1,    1,    1,    1,    1,    // filter 0: 6
        0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, // filter 1: 3
        5,    5,    5,    5,    5,    5,    // filter 2: 30
    };
    const std::vector layers{
        coppice::view<float>(first.data(), {4, 2}), coppice::view<float>(second.data(), {3, 6})};
    const coppice::granularity::filter filters;
    const coppice::score::l1 norm;
    coppice::backend::eigen backend;

    print_verdicts(coppice::prune( // 26 weights; without the lowest three filters 26 - 2 - 6 - 2
        backend, layers, filters, norm, coppice::select::budget{.parameters = 17}));
    print_verdicts(
        coppice::prune(backend, layers, filters, norm, coppice::select::budget{.parameters = 5}));
    // [/budget]
}

void n_m() {
    // [n_m]
    std::vector<float> weights = {
        1, -2, 3, -4, 2, 2, 2, 2, // output 0
        9, 0,  0, 8,  1, 7, 6, 5, // output 1
    };
    const coppice::view<float> layer(weights.data(), {2, 8});
    const coppice::select::n_m pattern{.kept = 2, .of = 4};
    coppice::backend::eigen backend;

    const auto mask = coppice::prune(
        backend, layer, coppice::granularity::weight{}, coppice::score::l1{}, pattern);
    print("kept", mask);
    std::cout << "a layer of 2 x 6 must be " << pattern.unmet({2, 6}) << '\n';
    // [/n_m]
}

} // namespace

int main() {
    examples::run({
        {"local", local},
        {"global", global},
        {"threshold", threshold},
        {"adaptive_threshold", adaptive_threshold},
        {"budget", budget},
        {"n_m", n_m},
    });
}
