#include "nn/device/contract.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "nn/device/cpu.hpp"
#include "nn/gradient_check.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/nadam.hpp"
#include "nn/optimiser/sgd.hpp"
#include "nn/plan/wirings.hpp"

namespace nn::test {
namespace {

/// Of the largest number of a tensor: both sides round, one of them in other places.
constexpr double tolerance_of_kinds = 2e-4;
/// Where rounding is handed on from layer to layer, a hundred of them, and a pixel of a small image
/// falls on the other side of a relu's kink. What is wrong is wrong by as much as it is large.
constexpr double tolerance_of_models = 0.2;
/// Where batch norms of few pixels magnify it: as many times what the CPU's own gradients change by
/// when the last bits of the batch do.
constexpr double times_own_change = 4.0;

const std::vector<wiring> kinds{
    {"a convolution with a stride and a bias",
     [](network& net) {
         net.convolution(
             "c", net.input(), {.out = 5, .kernel = 3, .stride = 2, .padding = 1, .bias = true});
     }},
    {"convolutions that pad by less and by more than keeps the extents",
     [](network& net) {
         const node_id less = net.convolution("l", net.input(), {.out = 4, .kernel = 3});
         const node_id more =
             net.convolution("m", less, {.out = 5, .kernel = 3, .padding = 2, .bias = true});
         net.convolution("b", net.relu(more), {.out = 3, .kernel = 2, .padding = 2});
     }},
    {"a convolution of single pixels",
     [](network& net) { net.convolution("c", net.relu(net.input()), {.out = 4}); }},
    {"a convolution in groups",
     [](network& net) {
         const node_id wide = net.convolution("w", net.input(), {.out = 6});
         net.convolution("c", wide, {.out = 4, .kernel = 3, .padding = 1, .groups = 2});
     }},
    {"a depthwise convolution",
     [](network& net) {
         const node_id all = net.convolution(
             "c", net.input(), {.out = 3, .kernel = 3, .padding = 1, .groups = 3, .bias = true});
         net.relu6(net.batch_norm("b", all));
     }},
    {"pools that overlap",
     [](network& net) {
         const node_id most = net.max_pool(net.input(), {.kernel = 3, .stride = 2, .padding = 1});
         net.average_pool(most, {.kernel = 2, .stride = 1, .padding = 1});
     }},
    {"pools that leave pixels out",
     [](network& net) {
         const node_id most = net.max_pool(net.input(), {.kernel = 1, .stride = 2});
         net.average_pool(most, {.kernel = 2, .stride = 3});
     }},
    {"dense layers on features",
     [](network& net) {
         const node_id x = net.flatten(net.relu(net.batch_norm("b", net.input())));
         net.dense("d2", net.relu(net.dense("d1", x, {.out = 7})), {.out = 2});
     }},
    {"a global pool of what a relu6 cuts off",
     [](network& net) {
         const node_id x = net.batch_norm("b", net.input());
         net.global_average_pool(net.relu6(net.add(x, net.input())));
     }},
    {"nodes that nobody reads",
     [](network& net) {
         net.batch_norm("unread", net.convolution("c", net.input(), {.out = 2}));
         net.convolution("read", net.input(), {.out = 2});
     }},
};

double largest_of(const tensor& one) {
    double largest = 0.0;
    for (const float value : one.values()) {
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    return largest;
}

/// The largest gradient of a network's parameters.
double largest_gradient(const network& net) {
    double largest = 0.0;
    for (const node& one : net.nodes()) {
        for (const parameter& each : one.parameters) {
            largest = std::max(largest, largest_of(each.gradient));
        }
    }
    return largest;
}

/// The largest difference of two tensors, as a share of the largest number of the first or, where
/// that is next to nothing, of `least`.
double difference(const tensor& one, const tensor& other, double least) {
    REQUIRE(one.shape() == other.shape());
    double worst = 0.0;
    const double largest = std::max({largest_of(one), least, 1e-3});
    for (std::size_t place = 0; place < one.size(); ++place) {
        const auto expected = static_cast<double>(one[place]);
        const double apart = std::abs(expected - static_cast<double>(other[place]));
        worst = apart <= worst ? worst : apart; // and where it is not a number
    }
    return worst / largest;
}

/// How far the gradients of two nodes lie apart.
double own_change(const node& one, const node& nudged, double least) {
    double worst = 0.0;
    for (std::size_t number = 0; number < one.parameters.size(); ++number) {
        worst = std::max(
            worst,
            difference(one.parameters[number].gradient, nudged.parameters[number].gradient, least));
    }
    return worst;
}

/// A network on the CPU and its copy on another device, which must give the same.
class twins {
  public:
    twins(device& tested, const network& here, double tolerance)
        : tested_(tested), here_(here), nudged_(here), there_(copy(here)), tolerance_(tolerance) {}

    void expect_same_pass(std::size_t images, mode how, bool with_input) {
        const image_shape& input = here_.nodes()[0].output;
        const tensor batch = random_tensor(input.batch_of(images), images);
        const tensor& output = here_.forward(batch, how);
        {
            const on_device scope(tested_);
            expect_same(output, there_.forward(batch, how), "output");
        }
        const tensor slopes = random_tensor(here_.nodes().back().output.batch_of(images), 5);
        std::array<tensor, 2> input_gradients;
        here_.backward(slopes, with_input ? &input_gradients[0] : nullptr);
        {
            const on_device scope(tested_);
            there_.backward(slopes, with_input ? &input_gradients[1] : nullptr);
            tested_.wait();
        }
        CHECK(here_.last_backward() == there_.last_backward());
        tensor other_bits = batch;
        for (std::size_t place = 0; place < batch.size(); ++place) {
            other_bits[place] *= place % 3 == 0 ? 1.0F + 1e-5F : 1.0F - 1e-5F;
        }
        nudged_.load(here_.state());
        nudged_.forward(other_bits, how);
        tensor nudged_gradient;
        nudged_.backward(slopes, with_input ? &nudged_gradient : nullptr);
        // A gradient that a batch norm takes away is rounding and nothing else.
        const double least = 0.05 * largest_gradient(here_);
        double own = difference(input_gradients[0], nudged_gradient, 0.0);
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            own = std::max(own, own_change(here_.nodes()[place], nudged_.nodes()[place], least));
        }
        expect_same(input_gradients[0], input_gradients[1], "input gradient", 0.0, own);
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            expect_same_parameters(here_.nodes()[place], there_.nodes()[place], least, own);
        }
    }

    void expect_same_outputs() {
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            const tensor here = here_.output({place});
            const on_device scope(tested_);
            expect_same(here, there_.output({place}), here_.nodes()[place].name);
        }
    }

    template <class Optimiser>
    void expect_same_steps(const Optimiser& like) {
        Optimiser mine = like;
        Optimiser other = like;
        for (int step = 0; step < 3; ++step) {
            expect_same_pass(4, mode::training, false);
            mine.step(here_, 0.02);
            const on_device scope(tested_);
            other.step(there_, 0.02);
        }
        const on_device scope(tested_);
        const optimiser_state& remembered = other.state();
        for (std::size_t number = 0; number < remembered.size(); ++number) {
            const optimiser_slots& expected = mine.state()[number];
            REQUIRE(expected.tensors.size() == remembered[number].tensors.size());
            for (std::size_t slot = 0; slot < expected.tensors.size(); ++slot) {
                expect_same(
                    expected.tensors[slot], remembered[number].tensors[slot], "optimiser's slot");
            }
        }
    }

    /// Every other node with parameters.
    void freeze_some(bool frozen) {
        std::size_t number = 0;
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            if (!here_.nodes()[place].parameters.empty() && ++number % 2 == 1) {
                here_.freeze({place}, frozen);
                nudged_.freeze({place}, frozen);
                there_.freeze({place}, frozen);
            }
        }
    }

    void hold_statistics(bool held) {
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            here_.hold_statistics({place}, held);
            nudged_.hold_statistics({place}, held);
            there_.hold_statistics({place}, held);
        }
    }

  private:
    network copy(const network& here) const {
        const on_device scope(tested_);
        return here;
    }

    void expect_same(
        const tensor& here, const tensor& there, const std::string& what, double least = 0.0,
        double own = 0.0) const {
        CAPTURE(what);
        const double allowed = std::max(tolerance_, times_own_change * own);
        CHECK(difference(here, there, least) <= allowed);
    }

    void
    expect_same_parameters(const node& here, const node& there, double least, double own) const {
        for (std::size_t number = 0; number < here.parameters.size(); ++number) {
            const parameter& one = here.parameters[number];
            const parameter& other = there.parameters[number];
            const std::string what = here.name + " " + to_string(one.role);
            expect_same(one.value, other.value, what);
            if (one.trainable()) {
                expect_same(one.gradient, other.gradient, what + " gradient", least, own);
            }
        }
    }

    device& tested_;
    network here_;
    network nudged_;
    network there_;
    double tolerance_;
};

void expect_same_model(device& tested, const network& net) {
    twins both(tested, net, tolerance_of_models);
    both.expect_same_pass(8, mode::training, true); // a batch norm of fewer numbers is all rounding
    both.freeze_some(true);
    both.expect_same_pass(1, mode::evaluation, false);
}

void expect_same_network(device& tested, const network& net) {
    twins both(tested, net, tolerance_of_kinds);
    for (const std::size_t images : {std::size_t{4}, std::size_t{3}, std::size_t{5}}) {
        both.expect_same_pass(images, mode::training, true);
    }
    both.expect_same_outputs();
    both.expect_same_pass(5, mode::evaluation, false);
    both.expect_same_pass(5, mode::training, false);
    both.freeze_some(true);
    both.expect_same_pass(5, mode::training, false);
    both.expect_same_pass(5, mode::training, false);
    both.expect_same_pass(5, mode::evaluation, true);
    both.hold_statistics(true);
    both.expect_same_pass(5, mode::training, false);
    both.hold_statistics(false);
    both.freeze_some(false);
    both.expect_same_pass(5, mode::training, false);
}

} // namespace

void expect_device_contract(device& tested, std::size_t most_parameters) {
    cpu reference;
    const on_device scope(reference);
    for (const std::vector<wiring>* list : {&kinds, &wirings}) {
        for (const wiring& one : *list) {
            CAPTURE(one.name);
            network net({3, 5, 6}, 2);
            one.build(net);
            expect_same_network(tested, net);
        }
    }
    network wide({3, 20, 21}, 2); // of several blocks a sum, both ways
    const node_id many = wide.convolution("c", wide.batch_norm("b", wide.input()), {.out = 40});
    wide.batch_norm("d", wide.add(many, wide.convolution("e", many, {.out = 40, .bias = true})));
    twins(tested, wide, tolerance_of_kinds).expect_same_pass(4, mode::training, true);
    for (const std::string_view name : model_names()) {
        CAPTURE(std::string(name));
        const network net = make_model(name, {3, 8, 9}, 10, 3).net;
        if (net.parameter_count() <= most_parameters) {
            expect_same_model(tested, net);
        }
    }
    const network net = make_model("resnet8", {3, 9, 8}, 4, 3).net;
    twins(tested, net, tolerance_of_models)
        .expect_same_steps(sgd({.momentum = 0.9, .weight_decay = 1e-2}));
    twins(tested, net, tolerance_of_models)
        .expect_same_steps(sgd({.momentum = 0.9, .nesterov = true}));
    twins(tested, net, tolerance_of_models).expect_same_steps(nadam({.weight_decay = 1e-2}));
}

} // namespace nn::test
