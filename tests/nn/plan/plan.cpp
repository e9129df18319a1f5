#include "nn/plan/plan.hpp"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

struct wiring {
    std::string name;
    std::function<void(network&)> build;
};

node_id mix(network& net, const char* name, node_id from) {
    return net.convolution(name, from, {.out = 3, .kernel = 3, .padding = 1});
}

node_id normal(network& net, const char* name, node_id from) {
    return net.batch_norm(name, mix(net, std::string("mix_").append(name).c_str(), from));
}

/// Graphs in which what is read on the way cannot all be read on one way.
const std::vector<wiring> wirings{
    {"a batch norm of a batch norm",
     [](network& net) { mix(net, "c", net.batch_norm("b2", normal(net, "b1", net.input()))); }},
    {"a batch norm of a relu",
     [](network& net) { mix(net, "c", net.batch_norm("b", net.relu(net.input()))); }},
    {"a batch norm of something shared",
     [](network& net) {
         const node_id a = mix(net, "a", net.input());
         net.add(net.batch_norm("b1", a), net.batch_norm("b2", a));
     }},
    {"a batch norm that is shared",
     [](network& net) {
         const node_id b = normal(net, "b", net.input());
         net.add(mix(net, "c", b), net.add(net.relu(b), b));
     }},
    {"a relu of a relu", [](network& net) { mix(net, "a", net.relu(net.relu(net.input()))); }},
    {"a sum of sums",
     [](network& net) {
         const node_id a = mix(net, "a", net.input());
         const node_id b = net.batch_norm("b", mix(net, "c", a));
         net.relu(net.add(net.add(a, b), net.add(net.relu(b), net.input())));
     }},
    {"twice the same",
     [](network& net) {
         const node_id a = net.relu(normal(net, "b", net.input()));
         net.add(a, a);
     }},
    {"a batch norm of twice the same, at the end",
     [](network& net) {
         const node_id a = mix(net, "a", net.input());
         net.batch_norm("b", net.add(a, a));
     }},
    {"a batch norm of a sum that is read elsewhere",
     [](network& net) {
         const node_id sum = net.relu(net.add(normal(net, "b1", net.input()), net.input()));
         net.add(net.batch_norm("b2", sum), sum);
     }},
    {"a pool of a normalised relu",
     [](network& net) {
         const node_id a = net.relu(normal(net, "b", net.input()));
         mix(net, "c", net.average_pool(a, {.kernel = 2, .stride = 2}));
     }},
};

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
    for (const wiring& one : wirings) {
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
