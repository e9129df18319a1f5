#include "trainer/shrink.hpp"

#include "sample.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/select/global.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "nn/loss/cross_entropy.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

nn::tensor images_for(const nn::network& net) {
    nn::tensor images(net[net.input()].output.batch_of(4));
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

void check(const std::string& name, const nn::image_shape& input, double ratio, auto selection) {
    CAPTURE(name);
    CAPTURE(ratio);
    nn::model model = nn::make_model(name, input, 10, 3);
    make_trained(model.net);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    const auto recipe = coppice::compose(coppice::granularity::filter{}, selection);
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune([ratio](coppice::index groups, coppice::index) {
        return coppice::floor_share(ratio, groups);
    });
    pruning.apply();
    const auto plan = coppice::compact::make_plan(description.model, pruning);
    nn::network small = trainer::shrink(model.net, description, plan);

    CHECK(static_cast<coppice::index>(small.parameter_count()) == plan.after().parameters);
    CHECK(static_cast<coppice::index>(small.macs()) == plan.after().macs);
    CHECK(small.parameter_count() < model.net.parameter_count());
    const nn::tensor images = images_for(model.net);
    const nn::tensor masked = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(masked, small.forward(images, nn::mode::evaluation)) < 1e-4);

    // One step of training later, with the masks in force, they still agree.
    const std::vector<int> labels = {0, 1, 2, 3};
    nn::tensor gradient;
    nn::sgd of_masked({.momentum = 0.9, .weight_decay = 1e-4});
    nn::cross_entropy(model.net.forward(images, nn::mode::training), labels, gradient);
    model.net.backward(gradient);
    of_masked.step(model.net, 0.01);
    pruning.apply();
    nn::sgd of_small({.momentum = 0.9, .weight_decay = 1e-4});
    nn::cross_entropy(small.forward(images, nn::mode::training), labels, gradient);
    small.backward(gradient);
    of_small.step(small, 0.01);
    const nn::tensor trained = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(trained, small.forward(images, nn::mode::evaluation)) < 1e-3);

    // The optimiser's slots are cut by the same plan.
    coppice::backend::eigen backend;
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const trainer::parameter_place place = description.parameters[p];
        if (!description.model.parameters()[p].trained) {
            continue;
        }
        const auto& change = plan.changes()[p];
        const nn::tensor& slot =
            of_masked.slots(model.net.parameter_index(place.node, place.role))[0];
        std::vector<float> cut(static_cast<std::size_t>(change.after.size()));
        plan.gather(
            backend, static_cast<int>(p), coppice::view<const float>(slot.data(), change.before),
            coppice::view<float>(cut.data(), change.after));
        const nn::tensor& expected =
            of_small.slots(small.parameter_index(place.node, place.role))[0];
        CHECK(relative_difference(expected, nn::tensor(expected.shape(), cut)) < 1e-3);
    }
}

} // namespace

TEST_CASE("masked and shrunk networks agree, sizes and training included") {
    for (const double ratio : {0.1, 0.5, 0.9}) {
        check("lenet_300_100", {1, 28, 28}, ratio, coppice::select::local{});
        check("lenet_300_100", {1, 28, 28}, ratio, coppice::select::global{});
        check("conv_2", {3, 12, 12}, ratio, coppice::select::local{});
        check("resnet8", {1, 13, 13}, ratio, coppice::select::local{});
        check("resnet20", {3, 16, 16}, ratio, coppice::select::global{.most_per_layer = 0.9});
    }
}
