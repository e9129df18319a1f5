// How the time of pruning grows: 90% of one tensor, exactly, and the mask applied. "ns_per_weight"
// is the median of the iterations; a million floats fit into a large cache, the others do not.

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace {

/// The bits of a number, mixed (splitmix64).
std::uint64_t mixed(std::uint64_t bits) {
    bits += 0x9E3779B97F4A7C15U;
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31U);
}

/// Random numbers about 0, more of them near to it, by place: the same whoever computes them.
void fill(float* weights, coppice::index count) {
#pragma omp parallel for
    for (coppice::index i = 0; i < count; ++i) {
        const std::uint64_t bits = mixed(static_cast<std::uint64_t>(i));
        const auto low = static_cast<float>(static_cast<std::int32_t>(bits));
        const auto high = static_cast<float>(static_cast<std::int32_t>(bits >> 32U));
        weights[i] = (low + high) * 0x1p-36F;
    }
}

void global_90(benchmark::State& state) {
    const coppice::index count = state.range(0);
    const auto weights = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(count));
    const std::vector<coppice::view<float>> tensors{{weights.get(), {count}}};
    const coppice::granularity::weight single;
    coppice::backend::eigen backend;
    std::vector<double> seconds;
    for ([[maybe_unused]] auto round : state) {
        fill(weights.get(), count);
        const auto start = std::chrono::steady_clock::now();
        const auto masks = coppice::prune(
            backend, tensors, 0.9, single, coppice::score::l1{}, coppice::select::global{});
        coppice::apply(backend, masks[0], tensors[0], single);
        benchmark::ClobberMemory();
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        seconds.push_back(spent.count());
        state.SetIterationTime(spent.count());
    }
    std::sort(seconds.begin(), seconds.end());
    state.counters["ns_per_weight"] =
        1e9 * seconds[seconds.size() / 2] / static_cast<double>(count);
}

BENCHMARK(global_90)->UseManualTime()->Arg(1'000'000)->Iterations(301);
BENCHMARK(global_90)->UseManualTime()->Arg(10'000'000)->Iterations(51);
BENCHMARK(global_90)->UseManualTime()->Arg(100'000'000)->Iterations(11);
BENCHMARK(global_90)->UseManualTime()->Arg(1'000'000'000)->Iterations(5);

} // namespace
