#pragma once

#include "reproduce/curve.hpp"

#include <string>
#include <vector>

namespace curves {

/// A point with so many of 1000 parameters, rows masked, after pruning half as many and as many
/// MACs shrunk, and so many of 1000 answers right.
inline reproduce::point
point(coppice::index round, coppice::index masked, coppice::index correct, double stability = 0) {
    const coppice::index shrunk = round == 0 ? masked : masked / 2;
    return {round, {masked, masked, masked}, {shrunk, shrunk, masked}, {correct, 1000}, stability};
}

/// From 1000 parameters and 90% down to 10 parameters.
inline reproduce::curve falling(const std::string& method, std::uint64_t seed, coppice::index low) {
    return {
        method,
        seed,
        {point(0, 1000, 900), point(1, 500, 890, 1), point(2, 100, 800, 3), point(3, 10, low, 7)}};
}

} // namespace curves
