// The examples of docs/policies/stop.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>

namespace {

void none() {
    // [none]
    const coppice::stop::none stop;
    std::cout << (stop.enough({.remaining = 0.001}) ? "stop" : "go on") << '\n';
    // [/none]
}

void target_sparsity() {
    // [target_sparsity]
    const coppice::stop::target_sparsity stop{.sparsity = 0.5};
    for (const double remaining : {0.8, 0.51, 0.5, 0.4}) {
        std::cout << remaining
                  << " left: " << (stop.enough({.remaining = remaining}) ? "stop" : "go on")
                  << '\n';
    }
    // [/target_sparsity]
}

void accuracy_floor() {
    // [accuracy_floor]
    const coppice::stop::accuracy_floor stop{.percent = 90};
    for (const coppice::index correct : {950, 900, 899}) {
        const coppice::metric::accuracy now{.correct = correct, .total = 1000};
        std::cout << correct << " of 1000: " << (stop.enough({.now = now}) ? "stop" : "go on")
                  << '\n';
    }
    // [/accuracy_floor]
}

void parameter_budget() {
    // [parameter_budget]
    const coppice::stop::parameter_budget stop{.parameters = 100000};
    for (const coppice::index parameters : {272474, 100001, 100000}) {
        std::cout << parameters << ": "
                  << (stop.enough({.parameters = parameters}) ? "stop" : "go on") << '\n';
    }
    // [/parameter_budget]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
        {"target_sparsity", target_sparsity},
        {"accuracy_floor", accuracy_floor},
        {"parameter_budget", parameter_budget},
    });
}
