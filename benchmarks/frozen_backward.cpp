// What freezing saves: a training step of ResNet-20 with the first layers frozen, beside the share
// of multiply-accumulates that its backward pass still does (counter "backward").

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/loss/cross_entropy.hpp"
#include "nn/models/model.hpp"

namespace {

constexpr std::size_t images = 64;

std::size_t backward_macs(const nn::network& net) {
    return net.last_backward().weight_gradient + net.last_backward().input_gradient;
}

void training_step(benchmark::State& state) {
    nn::model model = nn::make_model("resnet20", {1, 28, 28}, 10, 1);
    nn::tensor batch({images, 1, 28, 28});
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i] = static_cast<float>(i % 17) / 17.0F;
    }
    const std::vector<int> labels(images, 3);
    nn::tensor gradient;
    const auto step = [&] {
        nn::cross_entropy(model.net.forward(batch, nn::mode::training), labels, gradient);
        model.net.backward(gradient);
    };
    step();
    const std::size_t all = backward_macs(model.net);

    auto left = static_cast<std::size_t>(state.range(0)); // percent of the nodes, from the input up
    left = left * model.net.nodes().size() / 100;
    for (std::size_t i = 0; i < left; ++i) {
        model.net.freeze({i}, true);
    }
    for ([[maybe_unused]] auto round : state) {
        step();
    }
    state.counters["backward"] =
        static_cast<double>(backward_macs(model.net)) / static_cast<double>(all);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(images));
}
BENCHMARK(training_step)->Arg(0)->Arg(30)->Arg(70)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
