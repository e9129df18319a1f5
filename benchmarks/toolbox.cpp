// Pruning a tensor of 4 million weights beside the floor: what reading or copying it once takes.

#include <coppice/backend/eigen.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using coppice::granularity::filter;
using coppice::granularity::weight;

constexpr coppice::index filters = 1024;
constexpr coppice::index members = 4096;

std::vector<float> random_weights() {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<float> weights(static_cast<std::size_t>(filters * members));
    std::generate(weights.begin(), weights.end(), [&] { return normal(random); });
    return weights;
}

void count_bytes(benchmark::State& state, std::int64_t per_weight) {
    state.SetBytesProcessed(state.iterations() * filters * members * per_weight);
}

void copy(benchmark::State& state) {
    const std::vector<float> weights = random_weights();
    std::vector<float> copied(weights.size());
    for ([[maybe_unused]] auto round : state) {
        std::copy(weights.begin(), weights.end(), copied.begin());
        benchmark::ClobberMemory();
    }
    count_bytes(state, 8);
}
BENCHMARK(copy);

void score_filters(benchmark::State& state) {
    std::vector<float> weights = random_weights();
    const coppice::view<float> tensor(weights.data(), {filters, members});
    coppice::backend::eigen backend;
    for ([[maybe_unused]] auto round : state) {
        benchmark::DoNotOptimize(coppice::scores(backend, tensor, filter{}));
    }
    count_bytes(state, 4);
}
BENCHMARK(score_filters);

template <class Select>
void prune_weights(benchmark::State& state) {
    std::vector<float> weights = random_weights();
    std::vector<coppice::view<float>> tensors;
    for (coppice::index half = 0; half < 2; ++half) {
        tensors.emplace_back(
            weights.data() + half * filters * members / 2, coppice::shape{filters / 2, members});
    }
    coppice::backend::eigen backend;
    for ([[maybe_unused]] auto round : state) {
        benchmark::DoNotOptimize(
            coppice::prune(backend, tensors, 0.9, weight{}, coppice::score::l1{}, Select{}));
    }
    count_bytes(state, 4);
}
BENCHMARK(prune_weights<coppice::select::local>);
BENCHMARK(prune_weights<coppice::select::global>);

void apply_mask(benchmark::State& state) {
    std::vector<float> weights = random_weights();
    const coppice::view<float> tensor(weights.data(), {filters, members});
    coppice::backend::eigen backend;
    const auto mask = coppice::prune(backend, tensor, 0.9, weight{});
    for ([[maybe_unused]] auto round : state) {
        coppice::apply(backend, mask, tensor, weight{});
        benchmark::ClobberMemory();
    }
    count_bytes(state, 8);
}
BENCHMARK(apply_mask);

} // namespace
