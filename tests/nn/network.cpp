#include "nn/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include <omp.h>

#include "nn/gradient_check.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

/// A residual block between a stem and a classifier; the block's inner width can be chosen.
struct small_network {
    explicit small_network(std::size_t inner = 6) : net({2, 6, 5}, 4) {
        stem = net.convolution("stem", net.input(), {.out = 4, .kernel = 3, .padding = 1});
        stem_bn = net.batch_norm("stem_bn", stem);
        const node_id trunk = net.relu(stem_bn);
        conv1 = net.convolution("conv1", trunk, {.out = inner, .kernel = 3, .padding = 1});
        bn1 = net.batch_norm("bn1", conv1);
        deep = net.convolution(
            "deep", net.relu6(bn1), {.out = inner, .kernel = 3, .padding = 1, .groups = inner});
        conv2 = net.convolution("conv2", deep, {.out = 4, .kernel = 3, .padding = 1, .bias = true});
        const node_id sum = net.add(conv2, trunk);
        fc = net.dense("fc", net.global_average_pool(sum), {.out = 3});
    }

    network net;
    node_id stem;
    node_id stem_bn;
    node_id conv1;
    node_id bn1;
    node_id deep;
    node_id conv2;
    node_id fc;
};

const std::size_t batch_size = 4;

tensor some_batch() {
    return test::random_tensor({batch_size, 2, 6, 5}, 1);
}

tensor some_gradient() {
    return test::random_tensor({batch_size, 3, 1, 1}, 2);
}

void run(network& net) {
    net.forward(some_batch(), mode::training);
    net.backward(some_gradient());
}

TEST_CASE("a network can be looked at") {
    const small_network made;
    const node& conv = made.net[made.conv1];
    CHECK(conv.kind == node_kind::convolution);
    CHECK(conv.name == "conv1");
    CHECK(conv.inputs.size() == 1);
    CHECK(conv.input == image_shape{4, 6, 5});
    CHECK(conv.output == image_shape{6, 6, 5});
    CHECK(conv.window.kernel == 3);
    CHECK(conv.window.padding == 1);
    REQUIRE(conv.parameters.size() == 1);
    CHECK(conv.parameters[0].role == parameter_role::weight);
    CHECK(conv.parameters[0].value.shape() == shape{6, 4, 3, 3});
    CHECK(conv.parameters[0].gradient.shape() == shape{6, 4, 3, 3});
    CHECK(made.net[made.deep].window.groups == 6);
    CHECK(made.net[made.deep].parameters[0].value.shape() == shape{6, 1, 3, 3});

    const auto norm = made.net.parameters(made.bn1);
    REQUIRE(norm.size() == 4);
    CHECK(norm[0].trainable());
    CHECK(norm[1].trainable());
    CHECK_FALSE(norm[2].trainable());
    CHECK_FALSE(norm[3].trainable());
    CHECK(norm[3].gradient.empty());

    CHECK(made.net.find("conv2") == made.conv2);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(made.net.find("conv9")), "no node is named conv9", std::invalid_argument);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(made.net.get(made.conv1, parameter_role::bias)), "conv1: has no bias",
        std::invalid_argument);
    CHECK(
        made.net.parameter_count() ==
        4 * 2 * 9 + 8 + 6 * 4 * 9 + 12 + 6 * 9 + 4 * 6 * 9 + 4 + 3 * 4 + 3);
}

TEST_CASE("a name is taken once") {
    network net({1, 4, 4});
    const node_id id = net.batch_norm("bn", net.input());
    CHECK_THROWS_WITH_AS(
        net.batch_norm("bn", id), "bn: another node has this name already", std::invalid_argument);
}

TEST_CASE("a whole network's gradients agree with finite differences") {
    small_network made;
    // Whole channels well on one side of each kink, some open and some shut.
    made.net.get(made.stem_bn, parameter_role::shift).value =
        tensor({4}, std::array{4.F, -4.F, 4.F, 4.F});
    parameter& inner = made.net.get(made.bn1, parameter_role::shift);
    inner.value = tensor({6}, std::array{3.F, -3.F, 3.F, 9.F, 3.F, -3.F});
    made.net.get(made.bn1, parameter_role::scale).value.fill(0.75F);
    CHECK(test::gradient_error(made.net, some_batch(), mode::training, 1.6e-2F) < 2e-3);
    made.net.freeze(made.conv1, true);
    CHECK(test::gradient_error(made.net, some_batch(), mode::training, 1.6e-2F) < 2e-3);
}

TEST_CASE("a second pass gives the same gradients as the first") {
    small_network made;
    run(made.net);
    const tensor first = made.net.get(made.stem, parameter_role::weight).gradient;
    run(made.net);
    CHECK(made.net.get(made.stem, parameter_role::weight).gradient == first);
}

TEST_CASE("freezing a node changes no other gradient and saves exactly its weight gradient") {
    small_network made;
    run(made.net);
    const backward_macs full = made.net.last_backward();
    const network before = made.net;
    CHECK(full.weight_gradient == batch_size * made.net.macs());
    CHECK(full.input_gradient == batch_size * (made.net.macs() - made.net.macs(made.stem)));

    made.net.freeze(made.conv2, true);
    made.net.freeze(made.bn1, true);
    made.net.get(made.conv2, parameter_role::weight).gradient.fill(99.0F);
    run(made.net);
    CHECK(made.net.frozen(made.conv2));
    CHECK_FALSE(made.net.frozen(made.conv1));
    CHECK(
        made.net.last_backward().weight_gradient ==
        full.weight_gradient - batch_size * made.net.macs(made.conv2));
    CHECK(made.net.last_backward().input_gradient == full.input_gradient);
    CHECK(made.net.get(made.conv2, parameter_role::weight).gradient[0] == 99.0F);
    for (const node_id id : {made.stem, made.stem_bn, made.conv1, made.deep, made.fc}) {
        for (std::size_t place = 0; place < before.parameters(id).size(); ++place) {
            CHECK(made.net.parameters(id)[place].gradient == before.parameters(id)[place].gradient);
        }
    }
}

TEST_CASE("the backward pass stops below the lowest node that trains") {
    small_network made;
    for (const node_id id : {made.stem, made.stem_bn, made.conv1, made.bn1}) {
        made.net.freeze(id, true);
    }
    run(made.net);
    const network& net = made.net;
    CHECK(
        net.last_backward().weight_gradient ==
        batch_size * (net.macs(made.deep) + net.macs(made.conv2) + net.macs(made.fc)));
    CHECK(
        net.last_backward().input_gradient ==
        batch_size * (net.macs(made.conv2) + net.macs(made.fc)));

    made.net.freeze(made.deep, true);
    made.net.freeze(made.conv2, true);
    run(made.net);
    CHECK(
        net.last_backward() ==
        backward_macs{.weight_gradient = batch_size * net.macs(made.fc), .input_gradient = 0});

    made.net.freeze(made.fc, true);
    run(made.net);
    CHECK(net.last_backward() == backward_macs{});
}

TEST_CASE("a copy is a network of its own") {
    small_network made;
    network copy = made.net;
    const tensor before = made.net.forward(some_batch(), mode::evaluation);
    CHECK(copy.forward(some_batch(), mode::evaluation) == before);
    copy.get(made.conv1, parameter_role::weight).value.fill(0.0F);
    copy.freeze(made.conv1, true);
    CHECK(copy.forward(some_batch(), mode::evaluation) != before);
    CHECK(made.net.forward(some_batch(), mode::evaluation) == before);
    CHECK_FALSE(made.net.frozen(made.conv1));

    made.net.freeze(made.bn1, true);
    copy = made.net;
    CHECK(copy.frozen(made.bn1));
    CHECK_FALSE(copy.frozen(made.conv1));
    CHECK(network(made.net).frozen(made.bn1));
    made.net.freeze(made.bn1, false);
    copy.freeze(made.bn1, false);
    CHECK(copy.forward(some_batch(), mode::evaluation) == before);
    run(copy);
    run(made.net);
    CHECK(
        copy.get(made.stem, parameter_role::weight).gradient ==
        made.net.get(made.stem, parameter_role::weight).gradient);
}

TEST_CASE("a saved state brings back the outputs, running statistics included") {
    small_network made;
    const tensor before = made.net.forward(some_batch(), mode::evaluation);
    const network_state saved = made.net.state();
    run(made.net);
    sgd descent;
    descent.step(made.net, 0.1);
    CHECK(made.net.forward(some_batch(), mode::evaluation) != before);
    made.net.load(saved);
    CHECK(made.net.forward(some_batch(), mode::evaluation) == before);

    network_state short_state = saved;
    short_state.pop_back();
    CHECK_THROWS_WITH_AS(
        made.net.load(short_state), "a state has 14 tensors, expected 15", std::invalid_argument);
}

/// Elements of `from`, indexed by the kept places along axis 0 (and along axis 1 where given).
tensor first_rows(const tensor& from, std::size_t kept) {
    shape extents = from.shape();
    const std::size_t row = from.size() / extents[0];
    extents = extents.rank() == 1 ? shape{kept} : shape{kept, extents[1], extents[2], extents[3]};
    return {extents, from.values().first(kept * row)};
}

tensor first_inputs(const tensor& from, std::size_t kept) {
    const shape& extents = from.shape();
    const std::size_t area = extents[2] * extents[3];
    tensor made({extents[0], kept, extents[2], extents[3]});
    for (std::size_t place = 0; place < made.size(); ++place) {
        const std::size_t row = place / (kept * area);
        made[place] = from[row * extents[1] * area + place % (kept * area)];
    }
    return made;
}

/// Keeps the first channels of the block's inner width.
void cut(small_network& made, std::size_t kept) {
    for (const node_id id : {made.conv1, made.bn1, made.deep}) {
        for (parameter& one : made.net.parameters(id)) {
            one.value = first_rows(one.value, kept);
        }
    }
    parameter& last = made.net.get(made.conv2, parameter_role::weight);
    last.value = first_inputs(last.value, kept);
}

TEST_CASE("a network whose channels were cut equals one that was built small") {
    for (const std::size_t kept : {std::size_t{4}, std::size_t{1}}) {
        small_network made;
        small_network small(kept);
        cut(made, kept);
        made.net.refresh();
        CHECK(made.net[made.deep].window.groups == kept);
        CHECK(made.net[made.conv1].output.channels == kept);
        CHECK(made.net.parameter_count() == small.net.parameter_count());
        CHECK(made.net.macs() == small.net.macs());
        small.net.load(made.net.state());
        run(made.net);
        run(small.net);
        CHECK(
            made.net.forward(some_batch(), mode::evaluation) ==
            small.net.forward(some_batch(), mode::evaluation));
        CHECK(made.net.last_backward() == small.net.last_backward());
        for (std::size_t index = 0; index < made.net.nodes().size(); ++index) {
            const auto found = made.net.parameters(node_id{index});
            for (std::size_t place = 0; place < found.size(); ++place) {
                CHECK(
                    found[place].gradient == small.net.parameters(node_id{index})[place].gradient);
            }
        }
    }
}

TEST_CASE("a state brings back channels that were cut, of a depthwise convolution too") {
    small_network made;
    const tensor before = made.net.forward(some_batch(), mode::evaluation);
    const network_state saved = made.net.state();
    cut(made, 1);
    made.net.refresh();
    made.net.load(saved);
    CHECK(made.net.forward(some_batch(), mode::evaluation) == before);
}

TEST_CASE("extents that do not fit together are refused by a sentence") {
    small_network made;
    made.net.get(made.conv1, parameter_role::weight).value = tensor({5, 4, 3, 3});
    CHECK_THROWS_WITH_AS(made.net.refresh(), "bn1: scale is 6, expected 5", std::invalid_argument);
    for (parameter& one : made.net.parameters(made.bn1)) {
        one.value = tensor({5});
    }
    CHECK_THROWS_WITH_AS(
        made.net.refresh(),
        "deep: weight is 6x1x3x3, expected 5 groups to divide its 6 outputs and its 5 inputs",
        std::invalid_argument);
    made.net.get(made.deep, parameter_role::weight).value = tensor({5, 1, 3, 3});
    CHECK_THROWS_WITH_AS(
        made.net.refresh(), "conv2: weight is 4x6x3x3, expected 4x5x3x3", std::invalid_argument);
    made.net.get(made.conv2, parameter_role::weight).value = tensor({4, 5, 3, 3});
    CHECK_NOTHROW(made.net.refresh());
    made.net.get(made.fc, parameter_role::bias).value = tensor({4});
    CHECK_THROWS_AS(made.net.forward(some_batch(), mode::evaluation), std::invalid_argument);
    CHECK_THROWS_WITH_AS(made.net.refresh(), "fc: bias is 4, expected 3", std::invalid_argument);
    made.net.get(made.fc, parameter_role::bias).value = tensor({3, 1});
    CHECK_THROWS_WITH_AS(made.net.refresh(), "fc: bias is 3x1, expected 3", std::invalid_argument);
    made.net.get(made.fc, parameter_role::bias).value = tensor{};
    CHECK_THROWS_WITH_AS(
        made.net.refresh(), "fc: bias is empty, expected 3", std::invalid_argument);
}

TEST_CASE("batches and gradients must fit the network") {
    small_network made;
    CHECK_THROWS_AS(made.net.backward(some_gradient()), std::logic_error);
    CHECK_THROWS_WITH_AS(
        made.net.forward(tensor({1, 2, 5, 5}), mode::training),
        "input: batch is 1x2x5x5, expected images of 2x6x5", std::invalid_argument);
    made.net.forward(some_batch(), mode::training);
    CHECK_THROWS_WITH_AS(
        made.net.backward(tensor({1, 3, 1, 1})), "fc: output gradient is 1x3x1x1, expected 4x3x1x1",
        std::invalid_argument);
    made.net.refresh();
    CHECK_THROWS_AS(made.net.backward(some_gradient()), std::logic_error);
}

TEST_CASE("the outputs of inner nodes can be looked at") {
    small_network made;
    CHECK_THROWS_AS(static_cast<void>(made.net.output(made.stem)), std::logic_error);
    const tensor last = made.net.forward(some_batch(), mode::evaluation);
    CHECK(made.net.output(made.net.input()) == some_batch());
    CHECK(made.net.output(made.fc) == last);
    const tensor before = made.net.output(made.stem_bn);
    const tensor after = made.net.output({made.stem_bn.index + 1});
    REQUIRE(after.shape() == shape{batch_size, 4, 6, 5});
    for (std::size_t place = 0; place < after.size(); ++place) {
        REQUIRE(after[place] == std::max(before[place], 0.0F));
    }
    // An evaluating batch norm that starts from mean 0 and variance 1 changes next to nothing.
    const tensor raw = made.net.output(made.stem);
    CHECK(before[7] == doctest::Approx(raw[7]).epsilon(1e-4));
}

TEST_CASE("windows that never move are refused") {
    network net({1, 4, 4});
    CHECK_THROWS_AS(net.convolution("c", net.input(), {.stride = 0}), std::invalid_argument);
    CHECK_THROWS_AS(net.max_pool(net.input(), {.kernel = 0}), std::invalid_argument);
    CHECK_THROWS_AS(net.average_pool(net.input(), {.stride = 0}), std::invalid_argument);
}

TEST_CASE("what the output does not depend on has no gradient") {
    network net({2, 6, 5}, 4);
    const node_id first = net.convolution("first", net.input(), {.out = 2});
    net.forward(some_batch(), mode::training);
    net.backward(test::random_tensor({batch_size, 2, 6, 5}, 2));
    CHECK(net.get(first, parameter_role::weight).gradient[0] != 0.0F);
    net.convolution("second", net.input(), {.out = 2});
    net.forward(some_batch(), mode::training);
    net.backward(test::random_tensor({batch_size, 2, 6, 5}, 2));
    CHECK(net.get(first, parameter_role::weight).gradient == tensor({2, 2, 1, 1}));
}

TEST_CASE("more threads may come between a forward and a backward pass") {
    const int threads = omp_get_max_threads();
    network_state gradients[2];
    for (const int after : {1, 3}) {
        small_network made;
        const tensor batch = test::random_tensor({50, 2, 6, 5}, 1);
        omp_set_num_threads(1);
        made.net.forward(batch, mode::training);
        omp_set_num_threads(after);
        made.net.backward(test::random_tensor({50, 3, 1, 1}, 2));
        gradients[after / 2].push_back(made.net.get(made.stem, parameter_role::weight).gradient);
    }
    omp_set_num_threads(threads);
    CHECK(gradients[0] == gradients[1]);
}

TEST_CASE("the number of threads changes no bit") {
    const int threads = omp_get_max_threads();
    network_state states[2];
    for (const int count : {1, 2}) {
        omp_set_num_threads(count);
        small_network made;
        sgd descent({.momentum = 0.9});
        const tensor batch = test::random_tensor({50, 2, 6, 5}, 1);
        std::array<int, 50> labels{};
        for (std::size_t place = 0; place < labels.size(); ++place) {
            labels[place] = static_cast<int>(place % 3);
        }
        tensor gradient;
        for (int step = 0; step < 3; ++step) {
            cross_entropy(made.net.forward(batch, mode::training), labels, gradient);
            made.net.backward(gradient);
            descent.step(made.net, 0.1);
        }
        states[count - 1] = made.net.state();
    }
    omp_set_num_threads(threads);
    CHECK(states[0] == states[1]);
}

TEST_CASE("a network learns to tell bright batch_size from dark ones") {
    small_network made;
    sgd descent({.momentum = 0.9});
    tensor batch = test::random_tensor({32, 2, 6, 5}, 1);
    std::array<int, 32> labels{};
    for (std::size_t place = 0; place < labels.size(); ++place) {
        labels[place] = static_cast<int>(place % 3);
        for (float& value : batch.values().subspan(place * 60, 60)) {
            value += static_cast<float>(labels[place]);
        }
    }
    tensor gradient;
    double first = 0.0;
    double last = 0.0;
    for (int step = 0; step < 50; ++step) {
        last = cross_entropy(made.net.forward(batch, mode::training), labels, gradient);
        first = step == 0 ? last : first;
        made.net.backward(gradient);
        descent.step(made.net, 0.05);
    }
    CHECK(first > 0.5);
    CHECK(last < 0.2);
}

} // namespace
