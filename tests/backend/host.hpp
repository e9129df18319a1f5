#pragma once

/// A backend in host memory, and what its tensors are made of.
template <class Backend, class Number>
struct host {
    using backend = Backend;
    using number = Number;
};

// What the contract suite runs for.
#ifdef __CUDACC__
#include "backend/cuda/hosts.cuh"
#else
#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"

#include <tuple>

/// What runs on a GPU, lane after lane on the CPU, with so little workspace that a selection takes
/// samples among a hundred groups, and scratch for the sums of few chunks.
using grid_on_cpu = on_cpu::grid_backend<coppice::backend::grid::selection_tuning{
    .few = 100, .share_sampled = 4, .share_written = 3}>;

using every_host = std::tuple<
    host<coppice::backend::reference, float>, host<coppice::backend::reference, double>,
    host<coppice::backend::eigen, float>, host<coppice::backend::eigen, double>,
    host<grid_on_cpu, float>, host<grid_on_cpu, double>>;

using every_backend = std::tuple<coppice::backend::reference, coppice::backend::eigen, grid_on_cpu>;

/// Those that can be asked for very many selections among many weights.
using every_fast_element = std::tuple<
    host<coppice::backend::eigen, float>, host<coppice::backend::eigen, double>,
    host<coppice::backend::eigen, Eigen::half>, host<coppice::backend::eigen, Eigen::bfloat16>,
    host<grid_on_cpu, float>, host<grid_on_cpu, double>, host<grid_on_cpu, Eigen::half>,
    host<grid_on_cpu, Eigen::bfloat16>>;

using every_element = std::tuple<
    host<coppice::backend::reference, float>, host<coppice::backend::reference, double>,
    host<coppice::backend::reference, Eigen::half>,
    host<coppice::backend::reference, Eigen::bfloat16>, host<coppice::backend::eigen, float>,
    host<coppice::backend::eigen, double>, host<coppice::backend::eigen, Eigen::half>,
    host<coppice::backend::eigen, Eigen::bfloat16>, host<grid_on_cpu, float>,
    host<grid_on_cpu, double>, host<grid_on_cpu, Eigen::half>, host<grid_on_cpu, Eigen::bfloat16>>;
#endif
