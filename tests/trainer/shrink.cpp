#include "trainer/shrink.hpp"

#include "sample.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/compact/remove.hpp>
#include <coppice/couple/together.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/select/global.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "nn/loss/cross_entropy.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

nn::tensor images_for(const nn::network& net) {
    nn::tensor images(net[net.input()].output.batch_of(8));
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i] = std::sin(static_cast<float>(i));
    }
    return images;
}

/// Shifts, biases and running statistics as training leaves them: not zero.
void make_trained(nn::network& net) {
    for (std::size_t i = 0; i < net.nodes().size(); ++i) {
        for (nn::parameter& parameter : net.parameters({i})) {
            if (parameter.role != nn::parameter_role::weight) {
                for (std::size_t k = 0; k < parameter.value.size(); ++k) {
                    parameter.value[k] = 0.5F + 0.4F * std::sin(static_cast<float>(7 * k + i));
                }
            }
        }
    }
}

double relative_difference(const nn::tensor& a, const nn::tensor& b) {
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
        norm += std::pow(static_cast<double>(a[i]), 2);
    }
    return std::sqrt(difference / norm);
}

/// A step of training on the images.
void train(nn::network& net, nn::optimiser& optimiser, const nn::tensor& images) {
    const std::vector<int> labels = {0, 1, 2, 3, 4, 5, 6, 7};
    nn::tensor gradient;
    nn::cross_entropy(net.forward(images, nn::mode::training), labels, gradient);
    net.backward(gradient);
    optimiser.step(net, 0.01);
}

/// The parameters of a network, counted from the extents of its tensors alone.
coppice::index count_parameters(const nn::network& net) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < net.nodes().size(); ++i) {
        for (const nn::parameter& parameter : net.parameters({i})) {
            count += parameter.trainable() ? parameter.value.size() : 0;
        }
    }
    return static_cast<coppice::index>(count);
}

const coppice::couple::together together;
const coppice::select::local local;
const coppice::select::global global{.most_per_layer = 0.95};

/// Trains a step, prunes, shrinks network and optimiser, and trains on.
template <class Couple, class Select>
coppice::index check(
    const std::string& name, const nn::image_shape& input, double ratio, Couple couple,
    Select selection) {
    CAPTURE(name);
    CAPTURE(ratio);
    nn::model model = nn::make_model(name, input, 10, 3);
    make_trained(model.net);
    const trainer::described description = trainer::describe(
        model.net, model.blocks, Couple::couples ? trainer::widths::free : trainer::widths::keep);
    const auto recipe = coppice::compose(coppice::granularity::filter{}, couple, selection);
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune([ratio](coppice::index groups, coppice::index) {
        return coppice::floor_share(ratio, groups);
    });
    pruning.apply();
    const nn::tensor images = images_for(model.net);
    nn::sgd of_masked({.momentum = 0.9, .weight_decay = 1e-4});
    train(model.net, of_masked, images);
    pruning.apply();

    const auto plan = coppice::compact::make_plan(description.model, pruning);
    nn::network small = model.net;
    nn::optimiser_state slots = of_masked.state();
    trainer::shrinking host(small, &slots, description, images);
    coppice::backend::eigen backend;
    coppice::compact::remove(backend, description.model, plan, host);

    CHECK(count_parameters(small) == plan.after().parameters);
    CHECK(static_cast<coppice::index>(small.macs()) == plan.after().macs);
    CHECK(small.parameter_count() < model.net.parameter_count());
    const nn::tensor masked = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(masked, small.forward(images, nn::mode::evaluation)) < 1e-4);

    // Another step, with the momentum of the first.
    train(model.net, of_masked, images);
    pruning.apply();
    nn::sgd of_small({.momentum = 0.9, .weight_decay = 1e-4});
    of_small.load(slots);
    train(small, of_small, images);
    const nn::tensor trained = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(trained, small.forward(images, nn::mode::evaluation)) < 1e-3);
    const nn::optimiser_state expected =
        trainer::shrink(of_masked.state(), model.net, description, plan);
    for (std::size_t p = 0; p < expected.size(); ++p) {
        for (std::size_t slot = 0; slot < expected[p].tensors.size(); ++slot) {
            // Rounding moves most by some 1e-6; but where it takes one of a layer's values to the
            // other side of a ReLU's zero, it moves the gradients before, the less the more values
            // a batch has.
            CHECK(
                relative_difference(expected[p].tensors[slot], of_small.state()[p].tensors[slot]) <
                1e-2);
        }
    }
    return plan.after().parameters;
}

/// At ratios from .1 to .9, local and global, with coupled layers left alone and pruned together.
void check_ratios(const std::string& name, const nn::image_shape& input) {
    for (const double ratio : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        const coppice::index alone = check(name, input, ratio, coppice::couple::none{}, local);
        check(name, input, ratio, coppice::couple::none{}, global);
        CHECK(check(name, input, ratio, together, local) <= alone);
        check(name, input, ratio, together, global);
    }
}

} // namespace

TEST_CASE("masked and shrunk networks agree, sizes and training included") {
    check_ratios("lenet_300_100", {1, 28, 28});
    check_ratios("conv_2", {3, 12, 12});
    check_ratios("resnet8", {1, 13, 13});
    check_ratios("resnet20", {3, 12, 12});
}

TEST_CASE("so do the large ones") {
    check("mobilenet_v2", {3, 16, 16}, 0.5, together, local);
    check("mobilenet_v2", {3, 16, 16}, 0.5, coppice::couple::none{}, global);
    check("resnet18", {3, 8, 8}, 0.7, together, local);
    check("resnet50", {3, 8, 8}, 0.7, together, global);
    check("vgg16", {3, 32, 32}, 0.7, together, global);
    check("resnet56", {3, 8, 8}, 0.3, together, local);
    check("resnet110", {3, 8, 8}, 0.9, together, local);
}
