// What the convolutions of an example network take by themselves, for a batch that goes through
// them in the parts that the network would cut it into: forward, the gradients of their inputs, and
// those of their weights. And a product of large matrices, at whose rate they could be computed by
// the definition.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/matrix_product.hpp"
#include "nn/models/model.hpp"
#include "nn/operation/operation.hpp"
#include "subjects.hpp"

namespace {

/// A convolution of a network, its weights and the memory that a part of the batch needs.
class layer {
  public:
    layer(const nn::node& self, std::size_t batch)
        : weight_(self.find(nn::parameter_role::weight)->value),
          part_(nn::make_operation(nn::node_kind::convolution)->part_images(self, batch)),
          parts_((batch + part_ - 1) / part_), input_(self.input.batch_of(part_)),
          output_(self.output.batch_of(part_)),
          engine_(nn::make_convolution_engine(
              {part_, self.input, self.output, self.window, false}, 1, 1)) {
        input_.fill(0.5F);
        output_.fill(0.5F);
    }

    void forward(nn::step_memory& memory) {
        memory.start();
        engine_->take_forward_weights(weight_.data(), memory);
        for (std::size_t part = 0; part < parts_; ++part) {
            engine_->forward(input_.data(), nullptr, output_.data());
        }
    }

    void input_gradient(nn::step_memory& memory) {
        memory.start();
        engine_->take_backward_weights(weight_.data(), memory);
        for (std::size_t part = 0; part < parts_; ++part) {
            engine_->input_gradient(output_.data(), input_.data());
        }
    }

    void weight_gradient(nn::step_memory& memory) {
        memory.start();
        engine_->clear_weight_gradient(memory);
        for (std::size_t part = 0; part < parts_; ++part) {
            engine_->add_weight_gradient(0, input_.data(), output_.data());
        }
        engine_->give_weight_gradient(weight_.data());
    }

    /// Images that went through.
    [[nodiscard]] std::size_t images() const { return part_ * parts_; }

  private:
    nn::tensor weight_;
    std::size_t part_;
    std::size_t parts_;
    nn::tensor input_;
    nn::tensor output_;
    std::unique_ptr<nn::convolution_engine> engine_;
};

/// The first convolution's input needs no gradient.
void run(benchmark::State& state, const subject& of, void (layer::*what)(nn::step_memory&)) {
    const nn::model made = nn::make_model(of.model, of.image, classes, 1);
    std::vector<std::unique_ptr<layer>> layers;
    double operations = 0;
    for (std::size_t i = 0; i < made.net.nodes().size(); ++i) {
        const nn::node& self = made.net.nodes()[i];
        if (self.kind == nn::node_kind::convolution &&
            !(what == &layer::input_gradient && self.inputs.front().index == 0)) {
            layers.push_back(std::make_unique<layer>(self, of.batch));
            operations += 2.0 * static_cast<double>(layers.back()->images()) *
                          static_cast<double>(made.net.macs({i}));
        }
    }
    nn::step_memory memory;
    const auto pass = [&] {
        for (const auto& each : layers) {
            ((*each).*what)(memory);
        }
    };
    pass(); // which takes memory
    for ([[maybe_unused]] auto round : state) {
        pass();
    }
    state.counters["flop"] = {
        operations * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate};
}

void product(benchmark::State& state) {
    constexpr std::size_t extent = 512;
    nn::tensor factor({extent, extent});
    factor.fill(0.5F);
    nn::tensor result({extent, extent});
    for ([[maybe_unused]] auto round : state) {
        nn::multiply(
            extent, extent, extent, {factor.data(), extent}, {factor.data(), extent}, result.data(),
            extent);
    }
    state.counters["flop"] = {
        2.0 * extent * extent * extent * static_cast<double>(state.iterations()),
        benchmark::Counter::kIsRate};
}

[[maybe_unused]] const bool registered = [] {
    const std::pair<const char*, void (layer::*)(nn::step_memory&)> ways[] = {
        {"forward/", &layer::forward},
        {"inputs/", &layer::input_gradient},
        {"weights/", &layer::weight_gradient}};
    for (const subject& one : subjects) {
        for (const auto& [name, way] : ways) {
            benchmark::RegisterBenchmark((name + std::string(one.model)).c_str(), run, one, way)
                ->UseRealTime()
                ->Unit(benchmark::kMillisecond);
        }
    }
    benchmark::RegisterBenchmark("product", product)->UseRealTime()->Unit(benchmark::kMillisecond);
    return true;
}();

} // namespace
