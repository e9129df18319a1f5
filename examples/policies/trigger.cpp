// The examples of docs/policies/trigger.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>

namespace {

void always() {
    // [always]
    const coppice::trigger::always trigger{.epochs = 2};
    std::cout << (trigger.fires({}, {}) ? "retrain for " : "go on, not for ") << trigger.epochs
              << " epochs\n";
    std::cout << (trigger.needs_accuracy ? "evaluates" : "evaluates nothing") << '\n';
    // [/always]
}

void never() {
    // [never]
    const coppice::trigger::never trigger;
    std::cout << (trigger.fires({}, {}) ? "retrain" : "go on") << '\n';
    std::cout << (trigger.needs_accuracy ? "evaluates" : "evaluates nothing") << '\n';
    // [/never]
}

void accuracy_drop() {
    // [accuracy_drop]
    const coppice::trigger::accuracy_drop trigger{.points = 1.5};
    const coppice::metric::accuracy original{.correct = 900, .total = 1000}; // 90.0%
    for (const coppice::index correct : {910, 886, 885, 700}) {
        const bool fires = trigger.fires(original, {.correct = correct, .total = 1000});
        std::cout << correct << " of 1000: " << (fires ? "retrain" : "go on") << '\n';
    }
    // [/accuracy_drop]
}

} // namespace

int main() {
    examples::run({
        {"always", always},
        {"never", never},
        {"accuracy_drop", accuracy_drop},
    });
}
