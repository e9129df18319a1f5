// A host that lets drivers call its trainer: it trains a small network, prunes it by ICE-Pick, and
// then, from the original again, by IAP with rewound weights. The network is
// y = w2 relu(w1 x + b1) + b2; the task is to tell by the sign of y whether a point of a square
// lies in a disc.

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::size_t inputs = 2;
constexpr std::size_t hidden = 32;

// Where the parameters lie, one after the other.
constexpr std::size_t w1 = 0;
constexpr std::size_t b1 = w1 + hidden * inputs;
constexpr std::size_t w2 = b1 + hidden;
constexpr std::size_t b2 = w2 + hidden;
constexpr std::size_t parameters = b2 + 1;

struct point {
    std::array<float, inputs> x;
    bool inside;
};

struct network {
    std::vector<float> values = std::vector<float>(parameters);

    [[nodiscard]] std::array<float, hidden> features(const point& of) const {
        std::array<float, hidden> h{};
        for (std::size_t j = 0; j < hidden; ++j) {
            h[j] = values[b1 + j];
            for (std::size_t i = 0; i < inputs; ++i) {
                h[j] += values[w1 + j * inputs + i] * of.x[i];
            }
            h[j] = h[j] > 0 ? h[j] : 0;
        }
        return h;
    }

    [[nodiscard]] float answer(const std::array<float, hidden>& h) const {
        float y = values[b2];
        for (std::size_t j = 0; j < hidden; ++j) {
            y += values[w2 + j] * h[j];
        }
        return y;
    }

    /// Of the cross-entropy, log(1 + exp(-y)) inside and log(1 + exp(y)) outside.
    [[nodiscard]] std::vector<float> gradient(const point& of) const {
        const std::array<float, hidden> h = features(of);
        const float back = 1 / (1 + std::exp(-answer(h))) - (of.inside ? 1.0F : 0.0F);
        std::vector<float> made(parameters);
        made[b2] = back;
        for (std::size_t j = 0; j < hidden; ++j) {
            made[w2 + j] = back * h[j];
            made[b1 + j] = h[j] > 0 ? back * values[w2 + j] : 0;
            for (std::size_t i = 0; i < inputs; ++i) {
                made[w1 + j * inputs + i] = made[b1 + j] * of.x[i];
            }
        }
        return made;
    }
};

struct trainer {
    struct snapshot {
        std::vector<float> values;
        std::vector<float> momentum;
    };

    network& net;
    const std::vector<point>& training;
    const std::vector<point>& validation;
    std::vector<float> momentum = std::vector<float>(parameters);
    std::map<int, snapshot> kept = {}; ///< of the original training, by epochs done

    void train_epoch(auto& guide) {
        const auto steps = static_cast<double>(training.size());
        for (std::size_t step = 0; step < training.size(); ++step) {
            const auto rate = static_cast<float>(guide.rate(static_cast<double>(step) / steps));
            const std::vector<float> gradient = net.gradient(training[step]);
            for (std::size_t p = 0; p < parameters; ++p) {
                if (!guide.frozen(p < w2 ? 0 : 1)) { // layers are numbered as they are described
                    momentum[p] = 0.9F * momentum[p] + gradient[p];
                    net.values[p] -= rate * momentum[p];
                }
            }
            guide.after_step(static_cast<double>(step + 1) / steps);
        }
    }

    [[nodiscard]] coppice::metric::accuracy evaluate() const {
        coppice::metric::accuracy counted;
        for (const point& of : validation) {
            counted.correct += (net.answer(net.features(of)) > 0) == of.inside ? 1 : 0;
            ++counted.total;
        }
        return counted;
    }

    [[nodiscard]] snapshot save() const { return {net.values, momentum}; }

    void restore(const snapshot& saved) {
        net.values = saved.values; // stays where it is: the model's views are of this memory
        momentum = saved.momentum;
    }

    void reset_optimiser() { momentum.assign(parameters, 0.0F); }

    /// For recipes that rewind weights.
    void rewind(int epoch) { restore(kept.at(epoch)); }

    /// For scores that read what layers put out, after the non-linearity.
    void calibrate(auto& viewer) const {
        if (viewer.wants(0)) {
            std::vector<float> outputs;
            for (const point& of : training) {
                const std::array<float, hidden> h = net.features(of);
                outputs.insert(outputs.end(), h.begin(), h.end());
            }
            const auto points = static_cast<coppice::index>(training.size());
            viewer.add(0, coppice::view<const float>(outputs.data(), {points, hidden}));
        }
    }
};

std::vector<point> draw(std::size_t number, std::mt19937& random) {
    const auto coordinate = [&] { return static_cast<float>(random() % 2001) / 1000.0F - 1.0F; };
    std::vector<point> drawn;
    for (std::size_t i = 0; i < number; ++i) {
        const std::array<float, inputs> x{coordinate(), coordinate()};
        drawn.push_back({x, x[0] * x[0] + x[1] * x[1] < 0.6F});
    }
    return drawn;
}

void print(const std::string& name, const auto& pruned, const trainer& host) {
    std::cout << name << ": " << pruned.size().parameters << " of " << pruned.full_size().parameters
              << " parameters left, accuracy " << host.evaluate().percent() << "%\n";
}

} // namespace

int main() {
    std::mt19937 random(1);
    const std::vector<point> training = draw(2000, random);
    const std::vector<point> validation = draw(1000, random);
    network net;
    for (float& value : net.values) {
        value = static_cast<float>(random() % 2001) / 1000.0F - 1.0F;
    }

    namespace op = coppice::operation;
    coppice::model::description<float> model;
    float* const values = net.values.data();
    auto x = model.input(inputs);
    x = model.add(
        "first",
        op::dense<float>{
            .weight = {values + w1, {hidden, inputs}},
            .bias = coppice::view<float>(values + b1, {hidden})},
        {x});
    x = model.add("relu", op::activation{}, {x});
    x = model.add(
        "second",
        op::dense<float>{
            .weight = {values + w2, {1, hidden}}, .bias = coppice::view<float>(values + b2, {1})},
        {x});
    model.output(x);
    model.add_block("block", {"first"});

    constexpr int epochs = 20;
    const coppice::lr::constant rate{.base = 0.002};
    trainer host{net, training, validation};
    coppice::drive::train(rate, host, epochs, [&](int done) { host.kept[done] = host.save(); });
    std::cout << "original: accuracy " << host.evaluate().percent() << "%\n";

    const auto ice = coppice::recipe::ice_pick(0.5, {.points = 1}, {}, rate);
    print(
        "ICE-Pick", coppice::drive::in_steps(ice, model, host, coppice::backend::eigen{}).pruned,
        host);

    host.restore(host.kept.at(epochs));
    const auto iap = coppice::recipe::iap(
        {.dense = 0.2, .rounds = 4}, coppice::rewind::weights{.to = 10, .of = epochs}, rate);
    print(
        "IAP", coppice::drive::in_steps(iap, model, host, coppice::backend::eigen{}).pruned, host);
}
