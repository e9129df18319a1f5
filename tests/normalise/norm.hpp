#pragma once

#include "backend/host.hpp"
#include "coppice/core/grouped.hpp"

#include <vector>

#include <doctest/doctest.h>

/// What a normalisation would divide the scores 1, -2, 3, 8 by.
template <class Backend, class Normalise>
double norm_of_four(const Normalise& norm) {
    Backend backend;
    const std::vector<double> scores{1, -2, 3, 8};
    return backend.total(norm, whole(coppice::view<const double>(scores.data(), {4})));
}
