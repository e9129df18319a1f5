#pragma once

#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"

#include <tuple>

/// A backend in host memory, and what its tensors are made of.
template <class Backend, class Number>
struct host {
    using backend = Backend;
    using number = Number;
};

using every_host = std::tuple<
    host<coppice::backend::reference, float>, host<coppice::backend::reference, double>,
    host<coppice::backend::eigen, float>, host<coppice::backend::eigen, double>>;

using every_backend = std::tuple<coppice::backend::reference, coppice::backend::eigen>;
