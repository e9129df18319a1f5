// The examples of docs/policies/schedule.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>

namespace {

void one_shot() {
    // [one_shot]
    const coppice::schedule::one_shot schedule{.target = 0.9, .at = 0.4};
    for (const double t : {0.0, 0.39, 0.4, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/one_shot]
}

void iterative() {
    // [iterative]
    const coppice::schedule::iterative schedule{.target = 0.9, .steps = 3, .start = 0.2};
    for (const double t : {0.2, 0.2001, 0.4666, 0.4667, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/iterative]
}

void agp() {
    // [agp]
    const coppice::schedule::agp schedule{.target = 0.9, .start = 0};
    for (const double t : {0.0, 0.1, 0.25, 0.5, 0.75, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/agp]
}

void one_cycle() {
    // [one_cycle]
    const coppice::schedule::one_cycle schedule{.target = 0.9, .initial = 0.2};
    for (const double t : {0.0, 0.25, 0.5, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/one_cycle]
}

void linear() {
    // [linear]
    const coppice::schedule::linear schedule{.target = 0.9, .start = 0.2};
    for (const double t : {0.0, 0.2, 0.6, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/linear]
}

void cosine() {
    // [cosine]
    const coppice::schedule::cosine schedule{.target = 0.8};
    for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/cosine]
}

void exponential() {
    // [exponential]
    const coppice::schedule::exponential schedule{.target = 0.9375}; // 1/16 stays
    for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/exponential]
}

void geometric() {
    // [geometric]
    const coppice::schedule::geometric schedule{.target = 0.95, .rounds = 5};
    for (const double t : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
        std::cout << "s(" << t << ") = " << schedule.sparsity(t) << '\n';
    }
    // [/geometric]
}

} // namespace

int main() {
    examples::run({
        {"one_shot", one_shot},
        {"iterative", iterative},
        {"agp", agp},
        {"one_cycle", one_cycle},
        {"linear", linear},
        {"cosine", cosine},
        {"exponential", exponential},
        {"geometric", geometric},
    });
}
