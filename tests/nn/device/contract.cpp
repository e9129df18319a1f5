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
#include "nn/sanitized.hpp"

namespace nn::test {
namespace {

/// Of the largest number of a tensor: both sides round, one of them in other places.
constexpr double tolerance_of_kinds = 2e-4;
/// Where rounding is handed on from layer to layer, a hundred of them, and past the kinks of relu.
constexpr double tolerance_of_models = 5e-3;

const std::vector<wiring> kinds{
    {"a convolution with a stride and a bias",
     [](network& net) {
         net.convolution(
             "c", net.input(), {.out = 5, .kernel = 3, .stride = 2, .padding = 1, .bias = true});
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

/// The largest difference of two tensors, as a share of the largest number of the first.
double difference(const tensor& one, const tensor& other) {
    REQUIRE(one.shape() == other.shape());
    double worst = 0.0;
    double largest = 1e-3;
    for (std::size_t place = 0; place < one.size(); ++place) {
        const auto expected = static_cast<double>(one[place]);
        const double apart = std::abs(expected - static_cast<double>(other[place]));
        worst = apart <= worst ? worst : apart; // and where it is not a number
        largest = std::max(largest, std::abs(expected));
    }
    return worst / largest;
}

/// A network on the CPU and its copy on another device, which must give the same.
class twins {
  public:
    twins(device& tested, const network& here, double tolerance)
        : tested_(tested), here_(here), there_(copy(here)), tolerance_(tolerance) {}

    void expect_same_pass(std::size_t images, mode how, bool with_input) {
        const image_shape& input = here_.nodes()[0].output;
        const tensor batch = random_tensor(input.batch_of(images), images);
        {
            const on_device scope(tested_);
            expect_same(here_.forward(batch, how), there_.forward(batch, how), "output");
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
        expect_same(input_gradients[0], input_gradients[1], "input gradient");
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            expect_same_parameters(here_.nodes()[place], there_.nodes()[place]);
        }
    }

    void expect_same_outputs() {
        for (std::size_t place = 0; place < here_.nodes().size(); ++place) {
            const on_device scope(tested_);
            expect_same(
                here_.output({place}), there_.output({place}), here_.nodes()[place].name.c_str());
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
                there_.freeze({place}, frozen);
            }
        }
    }

  private:
    network copy(const network& here) const {
        const on_device scope(tested_);
        return here;
    }

    void expect_same(const tensor& here, const tensor& there, const char* what) const {
        CAPTURE(what);
        CHECK(difference(here, there) <= tolerance_);
    }

    void expect_same_parameters(const node& here, const node& there) const {
        for (std::size_t number = 0; number < here.parameters.size(); ++number) {
            const parameter& one = here.parameters[number];
            const parameter& other = there.parameters[number];
            const std::string what = here.name + " " + to_string(one.role);
            expect_same(one.value, other.value, what.c_str());
            if (one.trainable()) {
                expect_same(one.gradient, other.gradient, (what + " gradient").c_str());
            }
        }
    }

    device& tested_;
    network here_;
    network there_;
    double tolerance_;
};

void expect_same_model(device& tested, const network& net) {
    twins both(tested, net, tolerance_of_models);
    both.expect_same_pass(2, mode::training, true);
    both.freeze_some(true);
    both.expect_same_pass(2, mode::training, false);
    both.expect_same_pass(2, mode::evaluation, false);
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
    both.freeze_some(false);
    both.expect_same_pass(5, mode::training, false);
}

} // namespace

void expect_device_contract(device& tested) {
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
    for (const std::string_view name : model_names()) {
        CAPTURE(std::string(name));
        const network net = make_model(name, {3, 8, 9}, 10, 3).net;
        if (!sanitized || net.parameter_count() < 400'000) {
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
