// What a composed step costs: `after_step` of a session against the same work written by hand, a
// schedule and two calls of the backend. Both run through the same schedule on the same weights in
// turn; the counters are medians for a step, and "ratio" the median of the ratios.

#include <coppice/backend/eigen.hpp>
#include <coppice/core/count.hpp>
#include <coppice/drive/session.hpp>
#include <coppice/operation/convolution.hpp>
#include <coppice/operation/dense.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/schedule/agp.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "resnet50.hpp"

namespace {

using coppice::index;
using source = coppice::score::of_weights<coppice::score::l1, float>;

constexpr coppice::schedule::agp schedule{.target = 0.9, .start = 0.0};
constexpr int steps = 20;

[[nodiscard]] std::vector<coppice::shape> lenet_300_100_shapes() {
    return {{300, 784}, {100, 300}, {10, 100}};
}

/// Weights, and a description in which every layer has an input of its own.
class network {
  public:
    explicit network(const std::vector<coppice::shape>& shapes) {
        index count = 0;
        for (const coppice::shape& extents : shapes) {
            count += extents.size();
        }
        original_ = random_weights(count);
        weights_ = original_;
        float* first = weights_.data();
        for (const coppice::shape& extents : shapes) {
            tensors_.emplace_back(first, extents);
            first += extents.size();
        }
    }

    [[nodiscard]] coppice::model::description<float> model() const {
        namespace op = coppice::operation;
        coppice::model::description<float> described;
        for (const coppice::view<float>& weight : tensors_) {
            const auto name = "layer" + std::to_string(described.layers().size());
            const index inputs = weight.extent(1);
            if (weight.rank() == 2) {
                described.add(name, op::dense<float>{weight}, {described.input(inputs)});
            } else {
                described.add(
                    name, op::convolution<float>{weight}, {described.input(inputs, {14, 14})});
            }
        }
        return described;
    }

    [[nodiscard]] const std::vector<coppice::view<float>>& tensors() const { return tensors_; }

    void restore() { std::copy(original_.begin(), original_.end(), weights_.begin()); }

  private:
    std::vector<float> original_;
    std::vector<float> weights_;
    std::vector<coppice::view<float>> tensors_;
};

/// The session's work without a session.
class by_hand {
  public:
    explicit by_hand(const std::vector<coppice::view<float>>& tensors) : ks_(tensors.size()) {
        index groups = 0;
        for (const coppice::view<float>& tensor : tensors) {
            tensors_.push_back(coppice::singles(tensor));
            masks_.emplace_back(static_cast<std::size_t>(coppice::mask::words(tensor.size())));
            const coppice::mask::view mask{masks_.back().data(), tensor.size()};
            candidates_.push_back({{{}, tensors_.back().read_only()}, mask, 0, tensor.size() - 1});
            groups += tensor.size();
        }
        workspace_.resize(static_cast<std::size_t>(
            coppice::backend::eigen::select_workspace(static_cast<index>(tensors.size()), groups)));
    }

    void restart() {
        for (auto& candidate : candidates_) {
            backend_.keep_all(candidate.mask);
            candidate.gone = 0;
        }
    }

    void step(double progress) {
        const double due = schedule.sparsity(progress);
        for (std::size_t t = 0; t < candidates_.size(); ++t) {
            ks_[t] = coppice::floor_share(due, candidates_[t].mask.size);
        }
        const auto fault = backend_.prune_each(
            std::span<const coppice::select::candidate<source>>(candidates_),
            std::span<const index>(ks_), workspace_.data());
        benchmark::DoNotOptimize(fault.tensor);
        for (std::size_t t = 0; t < candidates_.size(); ++t) {
            candidates_[t].gone = ks_[t];
            backend_.apply(candidates_[t].mask, tensors_[t]);
        }
    }

  private:
    coppice::backend::eigen backend_;
    std::vector<coppice::grouped<float>> tensors_;
    std::vector<std::vector<coppice::mask::word>> masks_;
    std::vector<coppice::select::candidate<source>> candidates_;
    std::vector<index> ks_;
    std::vector<std::byte> workspace_;
};

/// Seconds a step, through the whole schedule.
template <class Step>
double seconds_of(Step step) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 1; i <= steps; ++i) {
        step(static_cast<double>(i) / steps);
        benchmark::ClobberMemory();
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return spent.count() / steps;
}

double median(std::vector<double> numbers) {
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    return *middle;
}

void after_step(benchmark::State& state, const std::vector<coppice::shape>& shapes) {
    network weights(shapes);
    const auto recipe = coppice::compose(
        coppice::granularity::weight{}, coppice::score::l1{}, coppice::select::local{}, schedule);
    coppice::drive::session composed(recipe, weights.model(), coppice::backend::eigen{});
    const auto fresh = composed.save();
    by_hand plain(weights.tensors());

    std::vector<double> composed_seconds;
    std::vector<double> plain_seconds;
    std::vector<double> ratios;
    const auto run_composed = [&] {
        weights.restore();
        composed.restore(fresh);
        composed_seconds.push_back(
            seconds_of([&](double progress) { composed.after_step(progress); }));
    };
    const auto run_plain = [&] {
        weights.restore();
        plain.restart();
        plain_seconds.push_back(seconds_of([&](double progress) { plain.step(progress); }));
    };
    bool composed_first = false;
    for ([[maybe_unused]] auto round : state) {
        composed_first = !composed_first;
        if (composed_first) {
            run_composed();
            run_plain();
        } else {
            run_plain();
            run_composed();
        }
        ratios.push_back(composed_seconds.back() / plain_seconds.back());
        state.SetIterationTime(composed_seconds.back());
    }
    state.counters["composed_us"] = 1e6 * median(std::move(composed_seconds));
    state.counters["by_hand_us"] = 1e6 * median(std::move(plain_seconds));
    state.counters["ratio"] = median(std::move(ratios));
}

BENCHMARK_CAPTURE(after_step, lenet_300_100, lenet_300_100_shapes())
    ->UseManualTime()
    ->Iterations(301);
BENCHMARK_CAPTURE(after_step, resnet50, resnet50_shapes())->UseManualTime()->Iterations(15);

} // namespace
