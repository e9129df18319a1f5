// The examples of docs/policies/step.

#include "examples.hpp"

#include <coppice/coppice.hpp>

#include <array>
#include <cstddef>
#include <iostream>

namespace {

/// Four dense layers of a larger model, "a" to "d"; "b" and "c" are the block "inner".
struct network {
    std::array<std::array<float, 4>, 4> weights{};
    coppice::model::description<float> model;

    network() {
        constexpr std::array names{"a", "b", "c", "d"};
        auto x = model.input(2);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const coppice::view<float> weight(weights[i].data(), {2, 2});
            x = model.add(names[i], coppice::operation::dense<float>{.weight = weight}, {x});
        }
        model.add_block("inner", {"b", "c"});
    }
};

/// One line a step: its name, the layers it covers.
template <coppice::step::policy Step>
void print_steps(const Step& step, const coppice::model::structure& model) {
    for (coppice::index number = 0; number < step.steps(model); ++number) {
        std::cout << step.name(model, number) << ':';
        for (const int layer : step.layers(model, number)) {
            std::cout << ' ' << model.layer_at(layer).name;
        }
        std::cout << '\n';
    }
}

void model() {
    // [model]
    const network net; // dense layers a, b, c and d; b and c are the block "inner"
    const coppice::step::model step{.ratio = 0.2, .rounds = 3};
    print_steps(step, net.model);

    coppice::index left = 300;
    for (int round = 0; round < step.rounds; ++round) {
        left -= step.count(left);
        std::cout << left << " of 300 groups left\n";
    }
    // [/model]
}

void layer() {
    // [layer]
    const network net; // dense layers a, b, c and d; b and c are the block "inner"
    const coppice::step::layer step{.ratio = 0.3};
    print_steps(step, net.model);
    std::cout << step.count(16) << " of 16 groups go\n";
    // [/layer]
}

void block() {
    // [block]
    const network net; // dense layers a, b, c and d; b and c are the block "inner"
    const coppice::step::block step{.ratio = 0.6};
    print_steps(step, net.model);
    std::cout << step.count(16) << " of 16 groups go\n";
    // [/block]
}

void by_kind() {
    // [by_kind]
    const network net; // dense layers a, b, c and d
    const coppice::step::by_kind step{.dense = 0.2, .rounds = 10};
    coppice::index left = 300;
    for (coppice::index round = 0; round < step.rounds; ++round) {
        left -= step.count(net.model, round, 0, left);
        std::cout << step.name(net.model, round) << ": " << left << " of 300 groups left\n";
    }
    // [/by_kind]
}

void by_layer() {
    // [by_layer]
    const network net; // dense layers a, b, c and d; b and c are the block "inner"
    const coppice::step::by_layer step{
        .ratios = {0, 0.3, 0.55, 1}, .one_step = coppice::step::cover::block};
    print_steps(step, net.model);
    for (int layer = 0; layer < 4; ++layer) {
        std::cout << step.count(net.model, 0, layer, 16) << " of 16 groups of "
                  << net.model.layer_at(layer).name << " go\n";
    }
    // [/by_layer]
}

} // namespace

int main() {
    examples::run({
        {"model", model},
        {"layer", layer},
        {"block", block},
        {"by_kind", by_kind},
        {"by_layer", by_layer},
    });
}
