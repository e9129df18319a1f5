// The examples of docs/policies/rewind.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

namespace {

void none() {
    // [none]
    const coppice::rewind::none rewinding;
    const coppice::rewind::stretch part = rewinding.retraining(3); // as the trigger says
    std::cout << "epochs " << part.from << " to " << part.of << ", with "
              << (rewinding.begins == coppice::rewind::start::afresh ? "a new" : "the old")
              << " optimiser\n";
    // [/none]
}

/// Trains nothing, and says what it is asked.
struct speaking_host {
    void train_epoch(auto& guide) {
        std::cout << "train at " << guide.rate(0) << '\n';
        guide.after_step(1);
    }
    void rewind(int epoch) { std::cout << "go back to epoch " << epoch << '\n'; }
    [[nodiscard]] coppice::metric::accuracy evaluate() { return {1, 1}; }
    [[nodiscard]] int save() { return 0; }
    void restore(int /*saved*/) {}
    void reset_optimiser() { std::cout << "start the optimiser anew\n"; }
};

/// Two dense layers, 4 -> 5 -> 2.
struct network {
    std::vector<float> first = std::vector<float>(20, 1.0F);
    std::vector<float> second = std::vector<float>(10, 1.0F);
    coppice::model::description<float> model;

    network() {
        auto x = model.input(4);
        x = model.add(
            "first", coppice::operation::dense<float>{.weight = {first.data(), {5, 4}}}, {x});
        x = model.add(
            "second", coppice::operation::dense<float>{.weight = {second.data(), {2, 5}}}, {x});
        model.output(x);
    }
};

void weights() {
    // [weights]
    speaking_host host; // says what it is asked
    network net;        // two dense layers
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, coppice::rewind::weights{.to = 2, .of = 4},
        coppice::lr::warmup_decay{.base = 1, .warmup = 0});
    coppice::drive::in_steps(recipe, net.model, host, coppice::backend::eigen{});
    // [/weights]
}

void learning_rate() {
    // [learning_rate]
    speaking_host host; // says what it is asked
    network net;        // two dense layers
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, coppice::rewind::learning_rate{.to = 2, .of = 4},
        coppice::lr::warmup_decay{.base = 1, .warmup = 0});
    coppice::drive::in_steps(recipe, net.model, host, coppice::backend::eigen{});
    // [/learning_rate]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
        {"weights", weights},
        {"learning_rate", learning_rate},
    });
}
