#include "nn/gradient_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>

#include "nn/parallel.hpp"
#include "nn/random.hpp"

namespace nn::test {
namespace {

using loss_function = std::function<double()>;

double weighted_sum(const tensor& output, const tensor& weights) {
    double sum = 0.0;
    for (std::size_t place = 0; place < output.size(); ++place) {
        sum += static_cast<double>(output[place]) * static_cast<double>(weights[place]);
    }
    return sum;
}

/// The largest difference, and the largest slope.
struct deviation {
    double worst = 0.0;
    double largest = 0.0;
};

deviation compare(tensor& values, const tensor& gradient, float step, const loss_function& loss) {
    deviation found;
    for (std::size_t place = 0; place < values.size(); ++place) {
        const float kept = values[place];
        const float above = kept + step;
        const float below = kept - step;
        values[place] = above;
        const double upper = loss();
        values[place] = below;
        const double lower = loss();
        values[place] = kept;
        const double slope =
            (upper - lower) / (static_cast<double>(above) - static_cast<double>(below));
        found.worst = std::max(found.worst, std::abs(slope - static_cast<double>(gradient[place])));
        found.largest = std::max(found.largest, std::abs(slope));
    }
    return found;
}

/// Relative to the largest slope of the same tensor; where a tensor changes next to nothing,
/// rounding is all there is to see, and the network's largest slope sets the measure.
double worst_of(const std::vector<deviation>& found) {
    constexpr double next_to_nothing = 0.05;
    double largest = 0.0;
    for (const deviation& one : found) {
        largest = std::max(largest, one.largest);
    }
    double worst = 0.0;
    for (const deviation& one : found) {
        worst = std::max(worst, one.worst / std::max(one.largest, next_to_nothing * largest));
    }
    return worst;
}

/// Backward steps must overwrite, so what they write to starts as nonsense.
tensor nonsense(const shape& extents) {
    tensor made(extents);
    made.fill(1e3F);
    return made;
}

void overwrite_gradients(network& net) {
    for (std::size_t index = 0; index < net.nodes().size(); ++index) {
        for (parameter& one : net.parameters(node_id{index})) {
            one.gradient.fill(1e3F);
        }
    }
}

} // namespace

tensor random_tensor(const shape& extents, std::size_t seed, float scale) {
    tensor made(extents);
    random_bits bits(seed);
    for (float& value : made.values()) {
        value = scale * bits.symmetric();
    }
    return made;
}

tensor spread_tensor(const shape& extents, std::size_t seed, float step) {
    tensor made(extents);
    const auto size = static_cast<std::ptrdiff_t>(made.size());
    for (std::ptrdiff_t place = 0; place < size; ++place) {
        const std::ptrdiff_t odd = 2 * (place - size / 2) + 1;
        made[static_cast<std::size_t>(place)] = static_cast<float>(odd) * step;
    }
    random_bits bits(seed);
    for (std::size_t place = made.size(); place > 1; --place) {
        std::swap(made[place - 1], made[static_cast<std::size_t>(bits() % place)]);
    }
    return made;
}

double gradient_error(network& net, tensor batch, mode how, float step) {
    // Thousands of tiny passes: threads would only wait for each other.
    const one_thread alone;
    const tensor weights = random_tensor(net.forward(batch, how).shape(), 7);
    const loss_function loss = [&] { return weighted_sum(net.forward(batch, how), weights); };
    overwrite_gradients(net);
    tensor input_gradient = nonsense(batch.shape());
    net.backward(weights, &input_gradient);
    std::vector<deviation> found{compare(batch, input_gradient, step, loss)};
    for (std::size_t index = 0; index < net.nodes().size(); ++index) {
        if (net.nodes()[index].frozen) {
            continue;
        }
        for (parameter& one : net.parameters(node_id{index})) {
            if (one.trainable()) {
                found.push_back(compare(one.value, one.gradient, step, loss));
            }
        }
    }
    return worst_of(found);
}

} // namespace nn::test
