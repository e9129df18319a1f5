#include "nn/plan/plan.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "nn/device/device.hpp"
#include "nn/gradient_check.hpp"
#include "nn/network.hpp"
#include "nn/plan/wirings.hpp"

namespace {

using namespace nn;
using test::mix;

/// Channels well on one side of the kinks of relu, some open and some shut.
void stir(network& net) {
    for (std::size_t index = 0; index < net.nodes().size(); ++index) {
        for (parameter& one : net.parameters({index})) {
            if (one.role == parameter_role::shift) {
                one.value = tensor({3}, std::array{20.0F, -20.0F, 20.0F});
            }
        }
    }
}

TEST_CASE("awkward wirings have the gradients of finite differences") {
    for (const test::wiring& one : test::wirings) {
        for (const mode how : {mode::training, mode::evaluation}) {
            CAPTURE(one.name);
            network net({3, 4, 5}, 2);
            one.build(net);
            stir(net);
            const tensor batch = test::spread_tensor({3, 3, 4, 5}, 1, 0.03125F);
            CHECK(test::gradient_error(net, batch, how, 0.015F) < 1e-2);
        }
    }
}

TEST_CASE("parts of a batch go together as a whole, whatever its size") {
    network net({2, 16, 16}, 3);
    node_id x = net.input();
    for (const char* name : {"1", "2"}) {
        x = net.convolution(name, x, {.out = 24, .kernel = 3, .padding = 1});
        x = net.relu(net.batch_norm(std::string("bn").append(name), x));
    }
    net.dense("fc", net.global_average_pool(x), {.out = 2});
    const tensor all = test::random_tensor({23, 2, 16, 16}, 1);
    const tensor together = net.forward(all, mode::evaluation);
    for (std::size_t image = 0; image < 23; ++image) {
        const tensor one({1, 2, 16, 16}, all.values().subspan(image * 512, 512));
        const tensor& alone = net.forward(one, mode::evaluation);
        for (std::size_t place = 0; place < 2; ++place) {
            CHECK(alone[place] == doctest::Approx(together[2 * image + place]).epsilon(1e-5));
        }
    }
}

/// A residual block on images so large that every step goes through a batch in several parts.
network large_block() {
    network net({2, 72, 72}, 3);
    node_id x = net.relu(net.batch_norm("b1", mix(net, "a", net.input())));
    const node_id shortcut = net.batch_norm("b3", mix(net, "s", x));
    x = net.batch_norm("b2", mix(net, "c", x));
    x = net.max_pool(net.relu(net.add(x, shortcut)), {.kernel = 2, .stride = 2});
    net.dense("fc", net.global_average_pool(x), {.out = 2});
    return net;
}

TEST_CASE("gradients of a batch in parts are those of its images, added up") {
    network net = large_block();
    constexpr std::size_t images = 37;
    const tensor batch = test::random_tensor({images, 2, 72, 72}, 1);
    const tensor slopes = test::random_tensor({images, 2, 1, 1}, 2);
    std::vector<tensor> sums;
    for (std::size_t image = 0; image < images; ++image) {
        const std::size_t size = batch.size() / images;
        net.forward(
            tensor({1, 2, 72, 72}, batch.values().subspan(image * size, size)), mode::evaluation);
        net.backward(tensor({1, 2, 1, 1}, slopes.values().subspan(2 * image, 2)));
        current_device().wait();
        std::size_t place = 0;
        for (std::size_t index = 0; index < net.nodes().size(); ++index) {
            for (const parameter& one : net.parameters({index})) {
                if (image == 0) {
                    sums.emplace_back(one.gradient.shape());
                }
                for (std::size_t k = 0; k < one.gradient.size(); ++k) {
                    sums[place][k] += one.gradient[k];
                }
                ++place;
            }
        }
    }
    net.forward(batch, mode::evaluation);
    net.backward(slopes);
    current_device().wait();
    std::size_t place = 0;
    for (std::size_t index = 0; index < net.nodes().size(); ++index) {
        for (const parameter& one : net.parameters({index})) {
            CAPTURE(net.nodes()[index].name);
            for (std::size_t k = 0; k < one.gradient.size(); ++k) {
                CHECK(one.gradient[k] == doctest::Approx(sums[place][k]).epsilon(1e-3));
            }
            ++place;
        }
    }
}

} // namespace
