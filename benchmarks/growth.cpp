// How the time of pruning grows: 90% of one tensor, exactly, and the mask applied; beside it the
// floor, which reads the weights twice and writes them once. A million floats fit into a large
// cache, the others do not. Both are done in turn, and every number is a median: "ns_per_weight",
// "floor_ns_per_weight", and "floors", that of the ratio of the two.

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// Two reads of `from` and one write of `to`.
void read_and_copy(const float* from, float* to, coppice::index count) {
    std::uint32_t bits = 0;
#pragma omp parallel for reduction(| : bits)
    for (coppice::index i = 0; i < count; ++i) {
        bits |= std::bit_cast<std::uint32_t>(from[i]);
    }
    benchmark::DoNotOptimize(bits);
    constexpr coppice::index piece = 1 << 20;
#pragma omp parallel for
    for (coppice::index begin = 0; begin < count; begin += piece) {
        std::memcpy(
            to + begin, from + begin,
            static_cast<std::size_t>(std::min(piece, count - begin)) * sizeof(float));
    }
    benchmark::ClobberMemory();
}

template <class Work>
double seconds_of(Work work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return spent.count();
}

double median(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return numbers[numbers.size() / 2];
}

void global_90(benchmark::State& state) {
    const coppice::index count = state.range(0);
    const auto weights = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(count));
    const auto copied = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(count));
    const std::vector<coppice::view<float>> tensors{{weights.get(), {count}}};
    const coppice::granularity::weight single;
    coppice::backend::eigen backend;
    std::vector<double> seconds;
    std::vector<double> floors;
    std::vector<double> ratios;
    fill(copied.get(), count); // so that no page is touched for the first time below
    for ([[maybe_unused]] auto round : state) {
        fill(weights.get(), count);
        floors.push_back(seconds_of([&] { read_and_copy(weights.get(), copied.get(), count); }));
        fill(weights.get(), count);
        seconds.push_back(seconds_of([&] {
            const auto masks = coppice::prune(
                backend, tensors, 0.9, single, coppice::score::l1{}, coppice::select::global{});
            coppice::apply(backend, masks[0], tensors[0], single);
            benchmark::ClobberMemory();
        }));
        ratios.push_back(seconds.back() / floors.back());
        state.SetIterationTime(seconds.back());
    }
    state.counters["ns_per_weight"] = 1e9 * median(seconds) / static_cast<double>(count);
    state.counters["floor_ns_per_weight"] = 1e9 * median(floors) / static_cast<double>(count);
    state.counters["floors"] = median(ratios);
}

BENCHMARK(global_90)->UseManualTime()->Arg(1'000'000)->Iterations(301);
BENCHMARK(global_90)->UseManualTime()->Arg(10'000'000)->Iterations(51);
BENCHMARK(global_90)->UseManualTime()->Arg(100'000'000)->Iterations(11);
BENCHMARK(global_90)->UseManualTime()->Arg(1'000'000'000)->Iterations(5);

} // namespace
