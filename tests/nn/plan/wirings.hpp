#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace nn::test {

/// A network of 3 channels that is built by hand.
struct wiring {
    std::string name;
    std::function<void(network&)> build;
};

inline node_id mix(network& net, const char* name, node_id from) {
    return net.convolution(name, from, {.out = 3, .kernel = 3, .padding = 1});
}

inline node_id normal(network& net, const char* name, node_id from) {
    return net.batch_norm(name, mix(net, std::string("mix_").append(name).c_str(), from));
}

/// Graphs in which what is read on the way cannot all be read on one way.
inline const std::vector<wiring> wirings{
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

} // namespace nn::test
