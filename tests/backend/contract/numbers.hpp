#pragma once

#include "coppice/core/shape.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

template <class T>
std::vector<T> random_weights(coppice::index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<T> normal;
    std::vector<T> weights(static_cast<std::size_t>(n));
    for (T& weight : weights) {
        weight = normal(random);
    }
    return weights;
}

/// Every bit of a number, so that a comparison tells -0 from 0.
template <class T>
auto bits(T number) {
    if constexpr (sizeof(T) == 4) {
        return std::bit_cast<std::uint32_t>(number);
    } else {
        return std::bit_cast<std::uint64_t>(number);
    }
}
