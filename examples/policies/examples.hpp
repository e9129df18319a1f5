#pragma once

#include <coppice/mask/view.hpp>

#include <concepts>
#include <initializer_list>
#include <iostream>

/// What the examples on the policies' pages print with, and how a program runs them.
namespace examples {

/// One line: what it is, then its numbers.
template <class Numbers>
void print(const char* what, const Numbers& numbers) {
    std::cout << what << ':';
    for (const auto number : numbers) {
        std::cout << ' ' << number;
    }
    std::cout << '\n';
}

/// One line: what it is, then 1 for every group kept and 0 for every other.
template <std::convertible_to<coppice::mask::const_view> Mask>
void print(const char* what, const Mask& mask) {
    const coppice::mask::const_view kept = mask;
    std::cout << what << ':';
    for (coppice::index g = 0; g < kept.size; ++g) {
        std::cout << ' ' << kept[g];
    }
    std::cout << '\n';
}

struct example {
    const char* policy;
    void (*run)();
};

/// Runs the examples, each under a line "[policy]", by which tests/docs/policies finds its output.
inline void run(std::initializer_list<example> all) {
    for (const example& each : all) {
        std::cout << '[' << each.policy << "]\n";
        each.run();
    }
}

} // namespace examples
