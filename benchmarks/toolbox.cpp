// The toolbox on the weights of a ResNet-50, beside the floor: what reading and writing them takes.
// Every time is that of the work alone; the weights are restored in between.

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/block.hpp>
#include <coppice/select/global.hpp>
#include <coppice/select/n_m.hpp>
#include <coppice/toolbox/prune.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "resnet50.hpp"

namespace {

using coppice::granularity::filter;
using coppice::granularity::weight;

resnet50& network() {
    static resnet50 made;
    return made;
}

/// Reports the time of `work`, and gives the weights back as they were.
template <class Work>
void time(benchmark::State& state, Work work) {
    for ([[maybe_unused]] auto round : state) {
        const auto start = std::chrono::steady_clock::now();
        work();
        benchmark::ClobberMemory();
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        state.SetIterationTime(spent.count());
        state.PauseTiming();
        network().restore();
        state.ResumeTiming();
    }
    const auto bytes = static_cast<std::int64_t>(network().weights().size() * sizeof(float));
    state.SetBytesProcessed(state.iterations() * bytes);
}

std::uint32_t read_once(const std::vector<float>& weights) {
    const auto count = static_cast<coppice::index>(weights.size());
    std::uint32_t bits = 0;
#pragma omp parallel for reduction(| : bits)
    for (coppice::index i = 0; i < count; ++i) {
        bits |= std::bit_cast<std::uint32_t>(weights[static_cast<std::size_t>(i)]);
    }
    return bits;
}

void copy_to(std::vector<float>& to, const std::vector<float>& from) {
    constexpr coppice::index piece = 1 << 20;
    const auto count = static_cast<coppice::index>(from.size());
#pragma omp parallel for
    for (coppice::index begin = 0; begin < count; begin += piece) {
        std::memcpy(
            to.data() + begin, from.data() + begin,
            static_cast<std::size_t>(std::min(piece, count - begin)) * sizeof(float));
    }
}

void read(benchmark::State& state) {
    time(state, [] { benchmark::DoNotOptimize(read_once(network().weights())); });
}

void copy(benchmark::State& state) {
    std::vector<float> to(network().weights().size());
    time(state, [&] { copy_to(to, network().weights()); });
}

/// Two reads and one write.
void floor(benchmark::State& state) {
    std::vector<float> to(network().weights().size());
    time(state, [&] {
        benchmark::DoNotOptimize(read_once(network().weights()));
        copy_to(to, network().weights());
    });
}

template <class Granularity, class Select>
void prune_and_apply(benchmark::State& state) {
    coppice::backend::eigen backend;
    const auto tensors = network().tensors();
    const Granularity granularity;
    time(state, [&] {
        const auto masks =
            coppice::prune(backend, tensors, 0.9, granularity, coppice::score::l1{}, Select{});
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            coppice::apply(backend, masks[t], tensors[t], granularity);
        }
    });
}

void prune_n_m_and_apply(benchmark::State& state) {
    coppice::backend::eigen backend;
    const auto tensors = network().tensors();
    const coppice::select::n_m pattern;
    time(state, [&] {
        for (const coppice::view<float>& tensor : tensors) {
            if (pattern.unmet(tensor.extents()).empty()) { // the first convolution has 3 inputs
                const auto mask =
                    coppice::prune(backend, tensor, weight{}, coppice::score::l1{}, pattern);
                coppice::apply(backend, mask, tensor, weight{});
            }
        }
    });
}

void apply(benchmark::State& state) {
    coppice::backend::eigen backend;
    const auto tensors = network().tensors();
    const auto masks = coppice::prune(
        backend, tensors, 0.9, weight{}, coppice::score::l1{}, coppice::select::global{});
    time(state, [&] {
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            coppice::apply(backend, masks[t], tensors[t], weight{});
        }
    });
}

BENCHMARK(read)->UseManualTime();
BENCHMARK(copy)->UseManualTime();
BENCHMARK(floor)->UseManualTime();
BENCHMARK(prune_and_apply<weight, coppice::select::global>)
    ->Name("weights_global")
    ->UseManualTime();
BENCHMARK(prune_and_apply<weight, coppice::select::local>)->Name("weights_local")->UseManualTime();
BENCHMARK(prune_and_apply<filter, coppice::select::local>)->Name("filters_local")->UseManualTime();
BENCHMARK(prune_and_apply<coppice::granularity::block, coppice::select::global>)
    ->Name("blocks_global")
    ->UseManualTime();
BENCHMARK(prune_and_apply<coppice::granularity::block, coppice::select::local>)
    ->Name("blocks_local")
    ->UseManualTime();
BENCHMARK(prune_n_m_and_apply)->Name("n_m")->UseManualTime();
BENCHMARK(apply)->UseManualTime();

} // namespace
