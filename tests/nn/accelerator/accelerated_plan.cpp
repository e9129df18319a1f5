#include "nn/accelerator/accelerated_plan.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "nn/accelerator/accelerated_device.hpp"
#include "nn/accelerator/on_cpu.hpp"
#include "nn/device/contract.hpp"
#include "nn/gradient_check.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

constexpr node_id first_layer{1};

using accelerated_cpu = accelerated_device<test::on_cpu>;

TEST_CASE("an accelerator that is the CPU keeps the contract of devices") {
    accelerated_cpu tested_on;
    test::expect_device_contract(tested_on);
    CHECK(tested_on.engine().replayed() > 0);
    CHECK(tested_on.engine().changed() == 0);
}

/// One step after the other of a small residual network.
class stepping {
  public:
    explicit stepping(device& on) : scope_(on), made_(make_model("resnet8", {1, 9, 8}, 3, 1)) {}

    void run(std::size_t images) {
        const tensor batch = test::random_tensor({images, 1, 9, 8}, images);
        made_.net.forward(batch, mode::training);
        const tensor gradient = test::random_tensor({images, 3, 1, 1}, 1);
        made_.net.backward(gradient);
        descent_.step(made_.net, 0.01);
    }

    network& net() { return made_.net; }

  private:
    on_device scope_;
    model made_;
    sgd descent_{{.momentum = 0.9}};
};

TEST_CASE("a pass that was asked for before is replayed, unless what it depends on has changed") {
    accelerated_cpu tested_on;
    stepping tested(tested_on);
    const test::on_cpu& on = tested_on.engine();
    tested.run(3);
    CHECK(on.replayed() == 0);
    tested.run(3);
    CHECK(on.replayed() == 2);
    tested.run(2); // smaller: in the same memory
    tested.run(3);
    CHECK(on.replayed() == 4);
    tested.net().freeze(first_layer, true); // the forward pass is the same
    tested.run(3);
    CHECK(on.replayed() == 5);
    tested.run(3);
    CHECK(on.replayed() == 7);
    parameter& weight = tested.net().get(first_layer, parameter_role::weight);
    tensor elsewhere = weight.value;
    std::swap(weight.value, elsewhere);
    tested.run(3);
    CHECK(on.replayed() == 7);
    CHECK(on.changed() == 0);
}

TEST_CASE("a step takes no memory of the device for a batch of a size seen before") {
    accelerated_cpu tested_on;
    stepping tested(tested_on);
    tested.run(5);
    tested.run(2);
    const std::size_t before = tested_on.engine().own().taken();
    tested.run(5);
    tested.run(2);
    tested.net().freeze(first_layer, true);
    tested.run(5);
    CHECK(tested_on.engine().own().taken() == before);
    for (int step = 0; step < 10; ++step) {
        tested.run(5);
    }
    CHECK(tested_on.engine().changed() == 0); // nor does it ask for more and more
}

TEST_CASE("where the device's memory does not suffice, the weights stay and smaller batches run") {
    accelerated_cpu tested_on;
    stepping tested(tested_on);
    const network_state before = tested.net().state();
    tested_on.engine().own().refuse_beyond(150000);
    const tensor batch = test::random_tensor({50, 1, 9, 8}, 1);
    CHECK_THROWS_WITH_AS(
        tested.net().forward(batch, mode::training),
        "stem: there is no room for 230400 bytes of what it computes: std::bad_alloc",
        std::runtime_error);
    CHECK(tested.net().state() == before);
    CHECK_NOTHROW(tested.run(1));
}

TEST_CASE("what was taken before the device's memory ran out is given back") {
    constexpr auto any = static_cast<std::size_t>(-1);
    accelerated_cpu tested_on;
    test::nonsense_memory& own = tested_on.engine().own();
    stepping tested(tested_on);
    tested.run(1);
    const std::size_t before = own.held();
    own.refuse_in_all_beyond(before + 500'000); // halfway through the values of 50 images
    CHECK_THROWS_AS(tested.run(50), std::runtime_error);
    CHECK(own.held() < before);
    CHECK(own.trimmed() == 1);
    own.refuse_in_all_beyond(any);
    const on_device scope(tested_on);
    tested.net().forward(test::random_tensor({50, 1, 9, 8}, 1), mode::training);
    own.refuse_in_all_beyond(own.held() + 500'000); // halfway through their gradients
    CHECK_THROWS_AS(
        tested.net().backward(test::random_tensor({50, 3, 1, 1}, 1)), std::runtime_error);
    CHECK(own.held() < before);
    CHECK(own.trimmed() == 2);
    own.refuse_in_all_beyond(any);
    CHECK_NOTHROW(tested.run(50));
}

TEST_CASE("what was recorded before memory ran out is not replayed in memory taken since") {
    accelerated_cpu tested_on;
    stepping tested(tested_on);
    tested.run(3);
    tested.run(3);
    CHECK(tested_on.engine().replayed() == 2);
    tested_on.engine().own().refuse_beyond(20000); // there is room for the images, not for more
    const tensor batch = test::random_tensor({50, 1, 9, 8}, 1);
    CHECK_THROWS_AS(tested.net().forward(batch, mode::training), std::runtime_error);
    tested.run(3);
    CHECK(tested_on.engine().replayed() == 2);
    tested.run(3);
    CHECK(tested_on.engine().replayed() == 4);
}

TEST_CASE("a batch of more numbers than are counted is refused") {
    accelerated_cpu tested_on;
    const on_device scope(tested_on);
    network net({1, 1, 1});
    net.convolution("wide", net.input(), {.out = 1U << 20U});
    const tensor batch({2048, 1, 1, 1});
    CHECK_THROWS_WITH_AS(
        net.forward(batch, mode::evaluation),
        "wide: gives 2147483648 numbers for this batch, expected fewer than 2147483648: take "
        "smaller batches",
        std::invalid_argument);
}

TEST_CASE("sums are the same in every run, to the last bit") {
    accelerated_cpu tested_on;
    std::array<network_state, 2> states; // which live in the device's memory
    for (network_state& state : states) {
        stepping tested(tested_on);
        tested.run(7);
        tested.run(7);
        state = tested.net().state();
    }
    CHECK(states[0] == states[1]);
}

} // namespace
