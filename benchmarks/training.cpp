// How many images a second the example networks train on and classify: a step is forward, loss,
// backward and optimiser on a batch that lies in memory, until the weights are there. How such a
// batch comes there is measured by itself. With --backend=cuda, before all other options, on a GPU.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "data/batches.hpp"
#include "nn/device/device.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"
#include "nn/random.hpp"
#include "subjects.hpp"

#ifdef NN_CUDA
#include "nn/cuda/gpu.hpp"
#endif

namespace {

nn::tensor random_images(const subject& of) {
    nn::tensor made(of.image.batch_of(of.batch));
    nn::random_bits bits(1);
    for (float& value : made.values()) {
        value = bits.symmetric();
    }
    return made;
}

void report(benchmark::State& state, const subject& of, const nn::network& net, double passes) {
    const auto images = static_cast<double>(state.iterations()) * static_cast<double>(of.batch);
    state.counters["images"] = {images, benchmark::Counter::kIsRate};
    state.counters["flop"] = {
        2.0 * passes * images * static_cast<double>(net.macs()), benchmark::Counter::kIsRate};
}

void train(benchmark::State& state, const subject& of) {
    nn::model made = nn::make_model(of.model, of.image, classes, 1);
    const nn::tensor images = random_images(of);
    std::vector<int> labels(of.batch);
    for (std::size_t image = 0; image < of.batch; ++image) {
        labels[image] = static_cast<int>(image % classes);
    }
    nn::sgd descent({.momentum = 0.9, .weight_decay = 1e-4});
    nn::tensor gradient;
    const auto step = [&] {
        nn::cross_entropy(made.net.forward(images, nn::mode::training), labels, gradient);
        made.net.backward(gradient);
        descent.step(made.net, 0.01);
        nn::current_device().wait();
    };
    for (int round = 0; round < 3; ++round) { // a GPU records the second of equal passes
        step();
    }
    for ([[maybe_unused]] auto round : state) {
        step();
    }
    report(state, of, made.net, 3.0);
}

void infer(benchmark::State& state, const subject& of) {
    nn::model made = nn::make_model(of.model, of.image, classes, 1);
    const nn::tensor images = random_images(of);
    for (int round = 0; round < 2; ++round) {
        made.net.forward(images, nn::mode::evaluation);
    }
    for ([[maybe_unused]] auto round : state) {
        made.net.forward(images, nn::mode::evaluation);
    }
    report(state, of, made.net, 1.0);
}

/// Batches of images, shuffled, mirrored, shifted and normalised.
void load(benchmark::State& state, const subject& of) {
    data::images set;
    set.count = 10 * of.batch;
    set.channels = static_cast<int>(of.image.channels);
    set.height = static_cast<int>(of.image.height);
    set.width = static_cast<int>(of.image.width);
    set.classes = static_cast<int>(classes);
    set.labels.resize(set.count);
    for (std::size_t i = 0; i < set.count * of.image.size(); ++i) {
        set.pixels.push_back(static_cast<std::uint8_t>(i * i));
    }
    data::batches from(
        set, data::measure_normalisation(set),
        {.batch_size = of.batch,
         .shuffle = true,
         .seed = 1,
         .augment = {.flip = true, .padding = 4}});
    std::vector<float> inputs(from.values());
    std::vector<int> labels(of.batch);
    std::uint64_t epoch = 0;
    for ([[maybe_unused]] auto round : state) {
        if (from.next(inputs, labels) == 0) {
            from.start(++epoch);
            from.next(inputs, labels);
        }
    }
}

[[maybe_unused]] const bool registered = [] {
    for (const subject& one : subjects) {
        const std::string model = one.model;
        for (auto* const each :
             {benchmark::RegisterBenchmark(("train/" + model).c_str(), train, one),
              benchmark::RegisterBenchmark(("infer/" + model).c_str(), infer, one),
              benchmark::RegisterBenchmark(("load/" + model).c_str(), load, one)}) {
            each->UseRealTime()->Unit(benchmark::kMillisecond);
        }
    }
    return true;
}();

/// A GPU, where the build has CUDA.
std::unique_ptr<nn::device> make_gpu() {
#ifdef NN_CUDA
    return nn::make_gpu({.measured = true}); // as PyTorch is told to, beside
#else
    throw std::runtime_error("this build has no CUDA: configure it with the preset cuda");
#endif
}

} // namespace

int main(int count, char** arguments) {
    std::unique_ptr<nn::device> device;
    std::optional<nn::on_device> scope;
    if (count > 1 && arguments[1] == std::string_view("--backend=cuda")) {
        try {
            device = make_gpu();
        } catch (const std::exception& problem) {
            std::fprintf(stderr, "benchmark_training: %s\n", problem.what());
            return 1;
        }
        scope.emplace(*device);
        arguments[1] = arguments[0];
        ++arguments;
        --count;
    }
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) {
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
