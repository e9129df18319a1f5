// The coupling graph of a network and the removal of half of every group of its channels. With
// benchmarks/compact_against_torch_pruning.py beside Torch-Pruning.

#include <coppice/backend/eigen.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/couple/together.hpp>
#include <coppice/granularity/filter.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>

#include "archetype/torchvision.hpp"

namespace {

using coppice::index;

const auto recipe = coppice::compose(coppice::granularity::filter{}, coppice::couple::together{});

using pruner = coppice::drive::pruner<decltype(recipe), float, coppice::backend::eigen>;

/// CIFAR ResNets.
struct resnet20 : archetype::small_resnet {
    resnet20() : small_resnet(3) {}
};

struct resnet56 : archetype::small_resnet {
    resnet56() : small_resnet(9) {}
};

struct resnet50 : archetype::torchvision_resnet {
    resnet50() : torchvision_resnet({3, 4, 6, 3}, true) {}
};

/// Describes the network and finds its groups, and what goes with them.
template <class Network>
void graph_of(benchmark::State& state) {
    for (auto _ : state) {
        const Network net;
        pruner pruning(recipe, net.model, coppice::backend::eigen{});
        benchmark::DoNotOptimize(pruning.size());
    }
}

/// Plans the removal and moves what stays of every tensor to the front of its memory. What is moved
/// the next time are other numbers, and as many.
template <class Network>
void removal_of(benchmark::State& state) {
    const Network net;
    for (const auto& parameter : net.model.parameters()) {
        for (index i = 0; i < parameter.values.size(); ++i) {
            parameter.values.data()[i] = static_cast<float>(i % 101) - 50;
        }
    }
    pruner pruning(recipe, net.model, coppice::backend::eigen{});
    pruning.prune([](index groups, index) { return groups / 2; });
    coppice::backend::eigen backend;
    for (auto _ : state) {
        const auto plan = coppice::compact::make_plan(net.model, pruning);
        for (std::size_t p = 0; p < plan.changes().size(); ++p) {
            benchmark::DoNotOptimize(
                plan.shrink(backend, static_cast<int>(p), net.model.parameters()[p].values));
        }
    }
}

BENCHMARK(graph_of<resnet50>)->Name("graph/resnet50")->Unit(benchmark::kMillisecond);
BENCHMARK(removal_of<resnet50>)->Name("removal/resnet50")->Unit(benchmark::kMillisecond);
BENCHMARK(graph_of<resnet20>)->Name("graph/resnet20")->Unit(benchmark::kMillisecond);
BENCHMARK(removal_of<resnet20>)->Name("removal/resnet20")->Unit(benchmark::kMillisecond);
BENCHMARK(graph_of<resnet56>)->Name("graph/resnet56")->Unit(benchmark::kMillisecond);
BENCHMARK(removal_of<resnet56>)->Name("removal/resnet56")->Unit(benchmark::kMillisecond);

} // namespace
