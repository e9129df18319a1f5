// How many images a second the example networks train on and classify: a step is forward, loss,
// backward and optimiser on a batch that lies in memory.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <vector>

#include "nn/loss/cross_entropy.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"
#include "nn/random.hpp"

namespace {

constexpr std::size_t classes = 10;

struct subject {
    const char* model;
    nn::image_shape image;
    std::size_t batch;
};

constexpr nn::image_shape mnist{1, 28, 28};
constexpr nn::image_shape cifar{3, 32, 32};

const std::vector<subject> subjects{{"lenet_300_100", mnist, 60}, {"conv_2", cifar, 60},
                                    {"resnet20", cifar, 128},     {"resnet110", cifar, 128},
                                    {"resnet18", cifar, 128},     {"vgg16", cifar, 128},
                                    {"mobilenet_v2", cifar, 128}};

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
    };
    step();
    for ([[maybe_unused]] auto round : state) {
        step();
    }
    report(state, of, made.net, 3.0);
}

void infer(benchmark::State& state, const subject& of) {
    nn::model made = nn::make_model(of.model, of.image, classes, 1);
    const nn::tensor images = random_images(of);
    made.net.forward(images, nn::mode::evaluation);
    for ([[maybe_unused]] auto round : state) {
        made.net.forward(images, nn::mode::evaluation);
    }
    report(state, of, made.net, 1.0);
}

[[maybe_unused]] const bool registered = [] {
    for (const subject& one : subjects) {
        const std::string model = one.model;
        for (auto* const each :
             {benchmark::RegisterBenchmark(("train/" + model).c_str(), train, one),
              benchmark::RegisterBenchmark(("infer/" + model).c_str(), infer, one)}) {
            each->UseRealTime()->Unit(benchmark::kMillisecond);
        }
    }
    return true;
}();

} // namespace
