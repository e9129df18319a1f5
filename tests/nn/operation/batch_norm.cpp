#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

/// Scale and shift away from 1 and 0, running statistics away from the batch's.
node_id stirred_batch_norm(network& net) {
    const node_id id = net.batch_norm("bn", net.input());
    for (parameter& one : net.parameters(id)) {
        const tensor moves = test::random_tensor(one.value.shape(), 11, 0.5F);
        for (std::size_t place = 0; place < moves.size(); ++place) {
            one.value[place] += moves[place];
        }
    }
    return id;
}

TEST_CASE("batch norm in training normalises each channel and moves the running statistics") {
    network net({2, 1, 2});
    const node_id id = net.batch_norm("bn", net.input());
    net.get(id, parameter_role::scale).value = tensor({2}, std::array{1.F, 2.F});
    net.get(id, parameter_role::shift).value = tensor({2}, std::array{0.F, 1.F});
    const tensor batch({2, 2, 1, 2}, std::array{1.F, 2.F, 5.F, 5.F, 3.F, 6.F, 5.F, 9.F});
    const tensor& found = net.forward(batch, mode::training);
    // Channel 0: 1 2 3 6, mean 3, variance 14/4; channel 1: 5 5 5 9, mean 6, variance 12/4.
    const double first = std::sqrt(3.5 + 1e-5);
    const double second = std::sqrt(3.0 + 1e-5);
    CHECK(found[0] == doctest::Approx(-2.0 / first));
    CHECK(found[5] == doctest::Approx(3.0 / first));
    CHECK(found[2] == doctest::Approx(1.0 - 2.0 / second));
    CHECK(found[7] == doctest::Approx(1.0 + 6.0 / second));
    const tensor& mean = net.get(id, parameter_role::running_mean).value;
    const tensor& variance = net.get(id, parameter_role::running_variance).value;
    CHECK(mean[0] == doctest::Approx(0.3));
    CHECK(mean[1] == doctest::Approx(0.6));
    CHECK(variance[0] == doctest::Approx(0.9 + 0.1 * 14.0 / 3.0));
    CHECK(variance[1] == doctest::Approx(0.9 + 0.1 * 12.0 / 3.0));
}

TEST_CASE("batch norm in evaluation uses the running statistics and leaves them alone") {
    network net({2, 1, 2});
    const node_id id = net.batch_norm("bn", net.input());
    net.get(id, parameter_role::running_mean).value = tensor({2}, std::array{1.F, -1.F});
    net.get(id, parameter_role::running_variance).value = tensor({2}, std::array{4.F, 0.25F});
    const network_state before = net.state();
    const tensor batch({1, 2, 1, 2}, std::array{1.F, 2.F, 5.F, 7.F});
    const tensor& found = net.forward(batch, mode::evaluation);
    CHECK(found[1] == doctest::Approx(1.0 / std::sqrt(4.0 + 1e-5)));
    CHECK(found[3] == doctest::Approx(8.0 / std::sqrt(0.25 + 1e-5)));
    CHECK(net.state() == before);
}

TEST_CASE("batch norm's gradients agree with finite differences in both modes") {
    for (const image_shape input : {image_shape{3, 3, 5}, image_shape{4, 1, 1}}) {
        network net(input);
        stirred_batch_norm(net);
        const tensor batch = test::random_tensor(input.batch_of(6), 1, 2.0F);
        CHECK(test::gradient_error(net, batch, mode::training, 1e-2F) < 2e-3);
        CHECK(test::gradient_error(net, batch, mode::evaluation, 0.25F) < 1e-4);
    }
}

TEST_CASE("a frozen batch norm still moves its running statistics") {
    network net({2, 3, 3});
    const node_id id = net.batch_norm("bn", net.input());
    net.freeze(id, true);
    net.forward(test::random_tensor({4, 2, 3, 3}, 1, 3.0F), mode::training);
    CHECK(net.get(id, parameter_role::running_mean).value[0] != 0.0F);
    CHECK(net.get(id, parameter_role::running_variance).value[1] != 1.0F);
}

TEST_CASE("a batch norm that holds its running statistics normalises by the batch all the same") {
    network holds({2, 3, 3});
    const node_id id = holds.batch_norm("bn", holds.input());
    network moves = holds;
    holds.hold_statistics(id, true);
    const tensor batch = test::random_tensor({4, 2, 3, 3}, 1, 3.0F);
    CHECK(holds.forward(batch, mode::training) == moves.forward(batch, mode::training));
    CHECK(holds.get(id, parameter_role::running_mean).value[0] == 0.0F);
    CHECK(holds.get(id, parameter_role::running_variance).value[1] == 1.0F);
    holds.hold_statistics(id, false);
    holds.forward(batch, mode::training);
    CHECK(holds.state() == moves.state());
}

} // namespace
