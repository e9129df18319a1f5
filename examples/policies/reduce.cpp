// The examples of docs/policies/reduce.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <iostream>

namespace {

void none() {
    // [none]
    const coppice::reduce::none ranks;
    std::cout << ranks.sum(9234) << " of " << ranks.sum(10000) << " answers are correct\n";
    // [/none]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
    });
}
