// The examples of docs/policies/objective.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

namespace {

void against_naive() {
    // [against_naive]
    const coppice::objective::against_naive objective{.naive_seconds = 40, .points = 0.5};
    std::cout << objective.value({.seconds = 10, .drop = 0}) << '\n';
    std::cout << objective.value({.seconds = 10, .drop = 1}) << '\n';
    std::cout << objective.value({.seconds = 10, .drop = -1}) << '\n';
    std::cout << objective.value({.seconds = 10, .drop = 1, .share = 0.5}) << '\n';
    // [/against_naive]
}

void against_larger() {
    // [against_larger]
    const coppice::objective::against_larger objective;
    std::cout << objective.value({.seconds = 10, .drop = 2}) << '\n';
    std::cout << objective.value({.seconds = 20, .drop = 2}) << '\n';
    std::cout << objective.value({.seconds = 20, .drop = 40}) << '\n';
    // [/against_larger]
}

} // namespace

int main() {
    examples::run({
        {"against_naive", against_naive},
        {"against_larger", against_larger},
    });
}
