#pragma once

#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"

#include <tuple>

/// A backend in host memory, and what its tensors are made of.
template <class Backend, class Number>
struct host {
    using backend = Backend;
    using number = Number;
};

/// What runs on a GPU, lane after lane on the CPU, with so little workspace that a selection takes
/// samples among a hundred groups, and scratch for the sums of few chunks.
using grid_on_cpu = on_cpu::grid_backend<coppice::backend::grid::selection_tuning{
    .few = 100, .share_sampled = 4, .share_written = 3}>;

using every_host = std::tuple<
    host<coppice::backend::reference, float>, host<coppice::backend::reference, double>,
    host<coppice::backend::eigen, float>, host<coppice::backend::eigen, double>,
    host<grid_on_cpu, float>, host<grid_on_cpu, double>>;

using every_backend = std::tuple<coppice::backend::reference, coppice::backend::eigen, grid_on_cpu>;
