// The examples of docs/policies/lr.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>

namespace {

void constant() {
    // [constant]
    const coppice::lr::constant lr{.base = 0.01};
    std::cout << lr.rate({.progress = 0, .remaining = 1}) << '\n';
    std::cout << lr.rate({.progress = 1, .remaining = 0.1}) << '\n';
    // [/constant]
}

void warmup_decay() {
    // [warmup_decay]
    const coppice::lr::warmup_decay lr{.base = 0.1, .warmup = 0.2, .last = 0.02};
    for (const double done : {0.0, 0.1, 0.2, 0.6, 1.0}) {
        std::cout << "after " << done << ": " << lr.rate({.progress = done}) << '\n';
    }
    // [/warmup_decay]
}

void steps() {
    // [steps]
    const coppice::lr::steps lr{.base = 0.4, .at = {0.5, 0.75, 1, 1}, .warmup = 0.1};
    for (const double done : {0.0, 0.05, 0.1, 0.5, 0.75, 1.0}) {
        std::cout << "after " << done << ": " << lr.rate({.progress = done}) << '\n';
    }
    // [/steps]
}

void cosine() {
    // [cosine]
    const coppice::lr::cosine lr{.base = 0.1, .last = 0.02, .cycles = 2};
    for (const double done : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        std::cout << "after " << done << ": " << lr.rate({.progress = done}) << '\n';
    }
    // [/cosine]
}

void one_cycle() {
    // [one_cycle]
    const coppice::lr::one_cycle lr{.base = 0.1, .rise = 0.2, .divide_first = 10};
    for (const double done : {0.0, 0.1, 0.2, 0.6, 1.0}) {
        std::cout << "after " << done << ": " << lr.rate({.progress = done}) << '\n';
    }
    // [/one_cycle]
}

void pruning_aware() {
    // [pruning_aware]
    const coppice::lr::pruning_aware lr{
        .base = 1e-3, .change = 7.5e-4, .midpoint = 0.12, .shape = 50};
    for (const double remaining : {1.0, 0.92, 0.88, 0.86, 0.5}) {
        std::cout << remaining << " left: " << lr.rate({.remaining = remaining}) << '\n';
    }
    // [/pruning_aware]
}

} // namespace

int main() {
    examples::run({
        {"constant", constant},
        {"warmup_decay", warmup_decay},
        {"steps", steps},
        {"cosine", cosine},
        {"one_cycle", one_cycle},
        {"pruning_aware", pruning_aware},
    });
}
