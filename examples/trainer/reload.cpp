#include "trainer/reload.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "data/open.hpp"
#include "trainer/fresh_model.hpp"
#include "trainer/host.hpp"
#include "trainer/latency.hpp"

namespace trainer {

namespace {

/// What single weights a recipe has masked.
std::ptrdiff_t zero_weights(const nn::network& net) {
    std::ptrdiff_t zeros = 0;
    for (const nn::node& node : net.nodes()) {
        if (const nn::parameter* weight = node.find(nn::parameter_role::weight)) {
            const auto values = weight->value.values();
            zeros += std::count(values.begin(), values.end(), 0.0F);
        }
    }
    return zeros;
}

} // namespace

result measure_again(
    saved_network& saved, const std::filesystem::path& data_directory, std::size_t batch_size,
    int latency_rounds) {
    const network_origin& origin = saved.origin;
    const data::images test = data::open_data_set(origin.data, data_directory, origin.folder).test;
    const nn::image_shape found = shape_of(test);
    if (found != origin.input || static_cast<std::size_t>(test.classes) != origin.classes) {
        throw std::runtime_error(
            origin.data + ": found images of " + nn::to_string(found) + " in " +
            std::to_string(test.classes) + " classes, expected " + nn::to_string(origin.input) +
            " in " + std::to_string(origin.classes) + ", which the network reads");
    }
    nn::network& net = saved.model.net;
    result made{.recipe = origin.recipe, .seed = origin.seed};
    made.size = {
        .parameters = static_cast<coppice::index>(net.parameter_count()),
        .weights = 0,
        .macs = static_cast<coppice::index>(net.macs())};
    made.masked = made.size;
    made.masked.parameters -= static_cast<coppice::index>(zero_weights(net));
    made.test = count_answers(net, test, origin.scale, batch_size);
    made.latency_masked =
        measure_latency({&net}, nn::tensor(origin.input.batch_of(1)), latency_rounds).front();
    return made;
}

} // namespace trainer
