#include "trainer/shrink.hpp"

#include "sample.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/compact/remove.hpp>
#include <coppice/couple/together.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/drive/train.hpp>
#include <coppice/freeze/weight_shift.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/lr/constant.hpp>
#include <coppice/select/global.hpp>
#include <coppice/step/block.hpp>
#include <coppice/trigger/always.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "nn/loss/cross_entropy.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

nn::tensor images_for(const nn::network& net, int batch = 0) {
    nn::tensor images(net[net.input()].output.batch_of(8));
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i] = std::sin(static_cast<float>(i + static_cast<std::size_t>(batch)));
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

double sum_of_squares(const nn::tensor& a) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::pow(static_cast<double>(a[i]), 2);
    }
    return sum;
}

double difference(const nn::tensor& a, const nn::tensor& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}

double relative_difference(const nn::tensor& a, const nn::tensor& b) {
    return std::sqrt(difference(a, b) / sum_of_squares(a));
}

/// A step of training on the images, from an optimiser in this state.
/// @return its state thereafter
nn::optimiser_state
train(nn::network& net, const nn::optimiser_state& slots, const nn::tensor& images) {
    const std::vector<int> labels = {0, 1, 2, 3, 4, 5, 6, 7};
    nn::tensor gradient;
    nn::cross_entropy(net.forward(images, nn::mode::training), labels, gradient);
    net.backward(gradient);
    nn::sgd optimiser({.momentum = 0.9, .weight_decay = 1e-4});
    optimiser.load(slots);
    optimiser.step(net, 0.01);
    return optimiser.state();
}

/// The largest difference of a tensor that two optimisers remember, root mean square, as a share of
/// the tensor's own or, where that is more, a tenth of all values'. For a shift before another
/// norm, or the one weight before it, has no gradient but what rounding leaves.
double largest_difference(const nn::optimiser_state& a, const nn::optimiser_state& b) {
    double squares = 0;
    double count = 0;
    for (const auto& parameter : a) {
        for (const nn::tensor& one : parameter.tensors) {
            squares += sum_of_squares(one);
            count += static_cast<double>(one.size());
        }
    }
    const double least = squares / count / 100;
    double largest = 0;
    for (std::size_t p = 0; p < a.size(); ++p) {
        for (std::size_t slot = 0; slot < a[p].tensors.size(); ++slot) {
            const nn::tensor& one = a[p].tensors[slot];
            const double scale =
                std::max(sum_of_squares(one), least * static_cast<double>(one.size()));
            largest = std::max(largest, difference(one, b[p].tensors[slot]) / scale);
        }
    }
    return std::sqrt(largest);
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
    const nn::optimiser_state of_masked = train(model.net, {}, images);
    pruning.apply();

    const auto plan = coppice::compact::make_plan(description.model, pruning);
    nn::network small = model.net;
    nn::optimiser_state of_small = of_masked;
    trainer::shrinking host(small, &of_small, description, images);
    coppice::backend::eigen backend;
    coppice::compact::remove(backend, description.model, plan, host);

    CHECK(count_parameters(small) == plan.after().parameters);
    CHECK(static_cast<coppice::index>(small.macs()) == plan.after().macs);
    CHECK(small.parameter_count() < model.net.parameter_count());
    const nn::tensor masked = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(masked, small.forward(images, nn::mode::evaluation)) < 1e-4);

    // Another step, with the momentum of the first. Both agree to rounding, unless it takes a value
    // to the other side of a ReLU's zero. That is so with some batches; a wrong cut shows with all.
    const nn::network_state masked_state = model.net.state();
    const nn::network_state small_state = small.state();
    double by_momentum = 1;
    for (int batch = 0; batch < 6 && by_momentum >= 1e-3; ++batch) {
        model.net.load(masked_state);
        small.load(small_state);
        const nn::tensor others = images_for(model.net, batch);
        const nn::optimiser_state expected =
            trainer::shrink(train(model.net, of_masked, others), model.net, description, plan);
        pruning.apply();
        by_momentum = largest_difference(expected, train(small, of_small, others));
    }
    CHECK(by_momentum < 1e-3);
    const nn::tensor trained = model.net.forward(images, nn::mode::evaluation);
    CHECK(relative_difference(trained, small.forward(images, nn::mode::evaluation)) < 1e-3);
    return plan.after().parameters;
}

/// At ratios from .1 to .9 or, where a build is slow, at three of these, local and global, with
/// coupled layers left alone and pruned together.
void check_ratios(const std::string& name, const nn::image_shape& input) {
    constexpr int step = COPPICE_TENTHS == 1 ? 1 : 4;
    for (int tenths = 1; tenths <= 9; tenths += step) {
        const double ratio = tenths / 10.0;
        const coppice::index alone = check(name, input, ratio, coppice::couple::none{}, local);
        check(name, input, ratio, coppice::couple::none{}, global);
        CHECK(check(name, input, ratio, together, local) <= alone);
        check(name, input, ratio, together, global);
    }
}

struct reference {
    const char* name;
    nn::image_shape input;
};

/// The ones with many layers or many weights.
const reference large[] = {{"mobilenet_v2", {3, 16, 16}}, {"resnet18", {3, 8, 8}},
                           {"resnet50", {3, 8, 8}},       {"resnet56", {3, 8, 8}},
                           {"resnet110", {3, 8, 8}},      {"resnet152", {3, 8, 8}},
                           {"vgg16", {3, 32, 32}}};

/// @param way  of four: coupled layers left alone or pruned together, local or global
void check_large(const reference& net, int tenths, int way) {
    const double ratio = tenths / 10.0;
    switch (way % 4) {
    case 0:
        check(net.name, net.input, ratio, coppice::couple::none{}, local);
        break;
    case 1:
        check(net.name, net.input, ratio, together, local);
        break;
    case 2:
        check(net.name, net.input, ratio, coppice::couple::none{}, global);
        break;
    default:
        check(net.name, net.input, ratio, together, global);
    }
}

/// A pruner that has cut half of the filters of every layer.
auto cut_in_half(const trainer::described& description) {
    const auto recipe = coppice::compose(coppice::granularity::filter{});
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    pruning.apply();
    return pruning;
}

std::size_t count_unlike(const nn::network_state& tensors, float value) {
    std::size_t count = 0;
    for (const nn::tensor& one : tensors) {
        for (std::size_t i = 0; i < one.size(); ++i) {
            count += one[i] != value ? 1U : 0U;
        }
    }
    return count;
}

std::size_t count_all(const nn::network_state& tensors) {
    std::size_t count = 0;
    for (const nn::tensor& one : tensors) {
        count += one.size();
    }
    return count;
}

/// What pruning block by block, with layers frozen, makes of a network that retrains after each.
struct retrained {
    nn::network small;
    nn::tensor answers;
    std::vector<int> frozen;
};

retrained prune_and_retrain(bool shrunk) {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(
        model.net, description, data, {.batch_size = 16, .distil = true, .shrink = shrunk});
    coppice::drive::train(coppice::lr::constant{.base = 0.05}, host, 3, [](int) {});
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, coppice::step::block{.ratio = 0.5},
        coppice::trigger::always{}, coppice::freeze::weight_shift{.share = 0.3},
        coppice::lr::constant{.base = 0.01});
    auto made =
        coppice::drive::in_steps(recipe, description.model, host, coppice::backend::eigen{});
    return {
        trainer::shrink(
            model.net, description, coppice::compact::make_plan(description.model, made.pruned)),
        model.net.forward(images_for(model.net), nn::mode::evaluation), made.report.frozen};
}

} // namespace

TEST_CASE("what a shrunk network and its optimiser have become is put back where it came from") {
    const std::vector<reference> nets = {
        {"lenet_300_100", {1, 28, 28}}, {"conv_2", {3, 12, 12}}, {"mobilenet_v2", {3, 8, 8}}};
    for (const reference& of : nets) {
        CAPTURE(of.name);
        nn::model model = nn::make_model(of.name, of.input, 10, 3);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        const auto plan = coppice::compact::make_plan(description.model, cut_in_half(description));
        const nn::optimiser_state slots = train(model.net, {}, images_for(model.net));
        const nn::network small = trainer::shrink(model.net, description, plan);
        const nn::optimiser_state of_small = trainer::shrink(slots, model.net, description, plan);

        constexpr float untouched = -7;
        nn::network_state blank = model.net.state();
        for (nn::tensor& each : blank) {
            each.fill(untouched);
        }
        model.net.load(blank);
        trainer::put_back(small, description, plan, model.net);
        CHECK(trainer::shrink(model.net, description, plan).state() == small.state());
        CHECK(count_unlike(model.net.state(), untouched) == count_all(small.state()));

        nn::optimiser_state whole;
        trainer::put_back(of_small, model.net, description, plan, whole);
        CHECK(trainer::shrink(whole, model.net, description, plan) == of_small);
        double left = 0;
        double found = 0;
        for (std::size_t p = 0; p < of_small.size(); ++p) {
            REQUIRE(whole[p].tensors.size() == of_small[p].tensors.size());
            for (std::size_t slot = 0; slot < of_small[p].tensors.size(); ++slot) {
                left += sum_of_squares(of_small[p].tensors[slot]);
                found += sum_of_squares(whole[p].tensors[slot]);
            }
        }
        CHECK(found == doctest::Approx(left));
    }
}

TEST_CASE("retraining a shrunk copy leaves what retraining the masked network does") {
    const retrained masked = prune_and_retrain(false);
    const retrained shrunk = prune_and_retrain(true);
    CHECK(shrunk.frozen == masked.frozen);
    CHECK(relative_difference(masked.answers, shrunk.answers) < 1e-3);
    const nn::network_state expected = masked.small.state();
    const nn::network_state found = shrunk.small.state();
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        CHECK(relative_difference(expected[i], found[i]) < 1e-3);
    }
}

TEST_CASE("masked and shrunk networks agree, sizes and training included") {
    check_ratios("lenet_300_100", {1, 28, 28});
    check_ratios("conv_2", {3, 12, 12});
    check_ratios("resnet8", {1, 13, 13});
    check_ratios("resnet20", {3, 12, 12});
}

// Where a build is slow, the first two at every COPPICE_TENTHS-th ratio.
TEST_CASE("so do the large ones, each at every ratio in one of the four ways") {
    constexpr int count = COPPICE_TENTHS == 1 ? static_cast<int>(std::size(large)) : 2;
    for (int n = 0; n < count; ++n) {
        for (int tenths = 1 + n % COPPICE_TENTHS; tenths <= 9; tenths += COPPICE_TENTHS) {
            check_large(large[n], tenths, n + tenths);
        }
    }
}

// Takes minutes: test_trainer --no-skip --test-case='*in all four ways'.
TEST_CASE("so do the large ones, each at every ratio in all four ways" * doctest::skip()) {
    for (const reference& net : large) {
        for (int tenths = 1; tenths <= 9; ++tenths) {
            for (int way = 0; way < 4; ++way) {
                check_large(net, tenths, way);
            }
        }
    }
}
