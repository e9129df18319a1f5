// The examples of docs/policies/normalise.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <vector>

using examples::print;

namespace {

void none() {
    // [none]
    std::vector<float> first = {1, 2, 3, 4};
    std::vector<float> second = {10, 20, 30, 40};
    const std::vector layers{
        coppice::view<float>(first.data(), {4, 1}), coppice::view<float>(second.data(), {4, 1})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, layers, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
             coppice::select::global{}, coppice::normalise::none{})) {
        print("kept", mask);
    }
    // [/none]
}

void mean() {
    // [mean]
    std::vector<float> first = {1, 2, 3, 4};      // over 2.5: 0.4, 0.8, 1.2, 1.6
    std::vector<float> second = {10, 20, 30, 40}; // over 25: the same
    const std::vector layers{
        coppice::view<float>(first.data(), {4, 1}), coppice::view<float>(second.data(), {4, 1})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, layers, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
             coppice::select::global{}, coppice::normalise::mean{})) {
        print("kept", mask);
    }
    // [/mean]
}

void sum() {
    // [sum]
    std::vector<float> first = {3, 5};            // over 8: 0.375, 0.625
    std::vector<float> second = {10, 20, 30, 40}; // over 100: 0.1, 0.2, 0.3, 0.4
    const std::vector layers{
        coppice::view<float>(first.data(), {2, 1}), coppice::view<float>(second.data(), {4, 1})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, layers, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
             coppice::select::global{}, coppice::normalise::sum{})) {
        print("kept", mask);
    }
    // [/sum]
}

void max() {
    // [max]
    std::vector<float> first = {1, 2, 3, 4};   // over 4: 0.25, 0.5, 0.75, 1
    std::vector<float> second = {10, 2, 6, 4}; // over 10: 1, 0.2, 0.6, 0.4
    const std::vector layers{
        coppice::view<float>(first.data(), {4, 1}), coppice::view<float>(second.data(), {4, 1})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, layers, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
             coppice::select::global{}, coppice::normalise::max{})) {
        print("kept", mask);
    }
    // [/max]
}

void l2() {
    // [l2]
    std::vector<float> first = {3, 4};        // over 5: 0.6, 0.8
    std::vector<float> second = {2, 4, 4, 8}; // over 10: 0.2, 0.4, 0.4, 0.8
    const std::vector layers{
        coppice::view<float>(first.data(), {2, 1}), coppice::view<float>(second.data(), {4, 1})};
    coppice::backend::eigen backend;

    for (const auto& mask : coppice::prune(
             backend, layers, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
             coppice::select::global{}, coppice::normalise::l2{})) {
        print("kept", mask);
    }
    // [/l2]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
        {"mean", mean},
        {"sum", sum},
        {"max", max},
        {"l2", l2},
    });
}
