#include "trainer/host.hpp"

#include "nn/loss/cross_entropy.hpp"
#include "nn/optimiser/sgd.hpp"
#include "sample.hpp"
#include "trainer/describe.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/drive/trainer.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace {

static_assert(coppice::drive::trainer<trainer::host>);
static_assert(coppice::drive::rewinds<trainer::host>);
static_assert(coppice::drive::evaluates_until<trainer::host>);
static_assert(coppice::drive::shows_outputs<trainer::host, float>);
static_assert(coppice::drive::orders_data<trainer::host>);
static_assert(coppice::drive::interpolates<trainer::host>);
static_assert(coppice::drive::recomputes_statistics<trainer::host>);

struct guide {
    double learning_rate = 0.05;
    int frozen_layer = -1;
    std::vector<double> asked = {};
    std::vector<double> told = {};

    double rate(double done) {
        asked.push_back(done);
        return learning_rate;
    }
    [[nodiscard]] bool frozen(int layer) const { return layer == frozen_layer; }
    void after_step(double done) { told.push_back(done); }
};

/// A stepper's, whose masks stay as they are.
template <class Pruner>
struct masked_guide : guide {
    const Pruner& masks;

    explicit masked_guide(const Pruner& of) : masks(of) {}
    [[nodiscard]] const Pruner& pruned() const { return masks; }
};

} // namespace

TEST_CASE("an epoch asks for a rate before each step and tells of it afterwards") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 24});
    guide watch;
    host.train_epoch(watch);
    CHECK(watch.asked == std::vector<double>{0, 1.0 / 3, 2.0 / 3});
    CHECK(watch.told == std::vector<double>{1.0 / 3, 2.0 / 3, 1});
}

TEST_CASE(
    "an epoch that trains a shrunk copy tells of its end alone, and leaves what is cut alone") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    const auto recipe = coppice::compose(coppice::granularity::filter{});
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    pruning.apply();
    const nn::tensor before =
        model.net.get(model.net.find("fc2"), nn::parameter_role::weight).value;
    trainer::host host(model.net, description, data, {.batch_size = 24, .shrink = true});
    masked_guide watch(pruning);
    host.train_epoch(watch);
    CHECK(watch.asked == std::vector<double>{0, 1.0 / 3, 2.0 / 3});
    CHECK(watch.told == std::vector<double>{1});
    const nn::tensor& after =
        model.net.get(model.net.find("fc2"), nn::parameter_role::weight).value;
    const auto first = pruning.mask(0); // whose filters' outputs fc2 reads
    const auto second = pruning.mask(1);
    std::size_t moved = 0;
    for (coppice::index row = 0; row < second.size; ++row) {
        for (coppice::index column = 0; column < first.size; ++column) {
            const auto at = static_cast<std::size_t>(row * first.size + column);
            if (second[row] && first[column]) {
                moved += after[at] != before[at] ? 1U : 0U;
            } else {
                CHECK(after[at] == before[at]);
            }
        }
    }
    CHECK(moved > 0);
}

TEST_CASE("it counts answers batch by batch, no longer than asked") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 5});
    std::vector<coppice::metric::accuracy> seen;
    const auto some = host.evaluate([&](const coppice::metric::accuracy& so_far) {
        seen.push_back(so_far);
        return so_far.total >= 10;
    });
    CHECK(some.total == 10);
    CHECK(seen.size() == 2);
    CHECK(seen[1] == some);
    CHECK(host.evaluate([](const auto&) { return false; }) == host.evaluate());
    CHECK(host.evaluate().total == host.questions());
}

TEST_CASE("it learns, alone and from a teacher") {
    const trainer::data_split data = sample::split(12);
    for (const bool distil : {false, true}) {
        nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        trainer::host host(model.net, description, data, {.batch_size = 16, .distil = distil});
        guide watch;
        host.train_epoch(watch);
        const double first = host.last_loss();
        for (int epoch = 0; epoch < 5; ++epoch) {
            host.train_epoch(watch);
        }
        CHECK(host.last_loss() < first);
        if (!distil) {
            CHECK(host.evaluate().percent() > 90);
        }
    }
}

TEST_CASE("a frozen layer and its normalisation's scale and shift stay, its statistics do not") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 32});
    guide watch;
    watch.frozen_layer = description.model.find("stage1.block1.conv1");
    const nn::node_id layer = model.net.find("stage1.block1.conv1");
    const nn::node_id norm = model.net.find("stage1.block1.bn1");
    const nn::network before = model.net;
    host.train_epoch(watch);
    const auto same = [&](nn::node_id node, nn::parameter_role role) {
        return model.net.get(node, role).value == before.get(node, role).value;
    };
    CHECK(same(layer, nn::parameter_role::weight));
    CHECK(same(norm, nn::parameter_role::scale));
    CHECK(same(norm, nn::parameter_role::shift));
    CHECK_FALSE(same(norm, nn::parameter_role::running_mean));
    CHECK_FALSE(same(model.net.find("stage1.block1.conv2"), nn::parameter_role::weight));
}

TEST_CASE("a snapshot gives weights, statistics and the optimiser back") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 32});
    guide watch;
    host.train_epoch(watch);
    const auto saved = host.save();
    host.train_epoch(watch);
    CHECK(model.net.state() != saved.weights);
    host.restore(saved);
    CHECK(model.net.state() == saved.weights);
}

TEST_CASE("a training that is gone back to and gone through again ends where it did") {
    const trainer::data_split data = sample::split(12);
    for (const trainer::method how : {trainer::method::sgd, trainer::method::nadam}) {
        nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        const trainer::host_options options{.how = how, .batch_size = 64};
        trainer::history kept;
        trainer::snapshot end;
        {
            trainer::host host(model.net, description, data, options);
            guide watch{.learning_rate = 1e-2};
            for (int epoch = 0; epoch < 5; ++epoch) {
                kept.keep(epoch, host.save());
                host.train_epoch(watch);
            }
            end = host.save();
        }
        trainer::host host(model.net, description, data, options);
        host.remember(kept);
        guide watch{.learning_rate = 1e-2};
        for (int again = 0; again < 2; ++again) { // always the original training's weights
            host.rewind(4);
            CHECK(model.net.state() == kept.at(4).weights);
            CHECK(host.save().slots == kept.at(4).slots);
            host.train_epoch(watch);
        }
        host.rewind(0);
        for (int epoch = 0; epoch < 5; ++epoch) {
            host.train_epoch(watch);
        }
        // A single batch in another order: the same but for the last bits of sums.
        const nn::network_state now = model.net.state();
        double moved = 0;
        for (std::size_t p = 0; p < now.size(); ++p) {
            for (std::size_t i = 0; i < now[p].size(); ++i) {
                const auto there = static_cast<double>(end.weights[p][i]);
                REQUIRE(
                    static_cast<double>(now[p][i]) ==
                    doctest::Approx(there).scale(1).epsilon(5e-3));
                moved = std::max(
                    moved, std::abs(there - static_cast<double>(kept.at(0).weights[p][i])));
            }
        }
        CHECK(moved > 2e-2);
        CHECK_THROWS_WITH_AS(
            host.rewind(7),
            "rewind: epoch is 7; it must be one that was kept of the original training: 0, 1, 2, "
            "3, 4",
            coppice::error);
    }
}

TEST_CASE("nothing to go back to is said") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {});
    CHECK_THROWS_WITH_AS(
        host.rewind(0),
        "rewind: epoch is 0; it must be one that was kept of the original training, and none was",
        coppice::error);
}

TEST_CASE("nadam learns") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(
        model.net, description, data, {.how = trainer::method::nadam, .batch_size = 16});
    guide watch{.learning_rate = 1e-3};
    for (int epoch = 0; epoch < 6; ++epoch) {
        host.train_epoch(watch);
    }
    CHECK(host.evaluate().percent() > 90);
}

namespace {

/// Keeps what it is shown.
struct recorder {
    std::vector<int> wanted;
    std::vector<std::pair<int, coppice::shape>> shown = {};
    std::vector<float> values = {};

    [[nodiscard]] bool wants(int layer) const {
        return std::find(wanted.begin(), wanted.end(), layer) != wanted.end();
    }
    void add(int layer, const coppice::view<const float>& output) {
        shown.emplace_back(layer, output.extents());
        values.insert(values.end(), output.data(), output.data() + output.size());
    }
};

} // namespace

TEST_CASE("what layers put out on the calibration batch is shown after ReLU and normalisation") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.calibration_images = 10});
    guide watch;
    host.train_epoch(watch); // so that running statistics and those of a batch differ
    const int layer = description.model.find("stage2.block1.conv1");
    recorder first{{layer}};
    host.calibrate(first);
    REQUIRE(first.shown.size() == 1);
    CHECK(first.shown[0].first == layer);
    CHECK(first.shown[0].second == coppice::shape{10, 32, 6, 6});
    CHECK(*std::min_element(first.values.begin(), first.values.end()) == 0);
    CHECK(*std::max_element(first.values.begin(), first.values.end()) > 0);

    recorder again{{layer}};
    host.calibrate(again);
    CHECK(again.values == first.values); // a fixed batch, in evaluation mode

    // The same by hand: the first images of the training set, running statistics.
    data::batches batches(data.training, data.scale, {.batch_size = 10});
    nn::tensor images({10, 1, 12, 12});
    std::vector<int> labels(10);
    batches.next(images.values(), labels);
    model.net.forward(images, nn::mode::evaluation);
    const nn::tensor& expected = model.net.output({model.net.find("stage2.block1.bn1").index + 1});
    CHECK(first.values == std::vector<float>(expected.data(), expected.data() + expected.size()));
}

TEST_CASE("a layer without a ReLU of its own is refused by name") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {});
    recorder viewer{{description.model.find("stage1.block1.conv2")}}; // a sum follows it
    CHECK_THROWS_WITH_AS(
        host.calibrate(viewer),
        "stage1.block1.conv2: what follows it is no ReLU of its own; it must be a ReLU that alone "
        "reads it, perhaps by way of a normalisation",
        coppice::error);
}

TEST_CASE("every layer's non-linearity is found, but the output's and those before a sum") {
    nn::model lenet = nn::make_model("conv_2", {3, 32, 32}, 10, 1);
    const trainer::described description = trainer::describe(lenet.net, lenet.blocks);
    const auto found = trainer::find_rectified(lenet.net, description.layers);
    REQUIRE(found.size() == 5);
    for (std::size_t layer = 0; layer < 4; ++layer) {
        REQUIRE(found[layer]);
        CHECK(lenet.net[*found[layer]].kind == nn::node_kind::relu);
        CHECK(lenet.net[*found[layer]].inputs[0] == description.layers[layer]);
    }
    CHECK_FALSE(found[4]);
    nn::model forked{nn::network({1, 4, 4}), {}}; // both read the convolution itself
    const nn::node_id both = forked.net.convolution("conv", forked.net.input(), {.out = 2});
    forked.net.add(forked.net.relu(both), both);
    CHECK_FALSE(trainer::find_rectified(forked.net, {both})[0]);
}

TEST_CASE("between two snapshots lies their mean, in the memory that is described") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 32});
    const auto first = host.save();
    guide watch;
    host.train_epoch(watch);
    const auto second = host.save();
    const float* const place = description.model.weight(0).values.data();
    host.interpolate(first, second, 0.25);
    CHECK(description.model.weight(0).values.data() == place);
    CHECK(model.net.state()[0].data() != nullptr);
    CHECK(
        place[3] ==
        doctest::Approx(0.75 * first.weights[0][3] + 0.25 * second.weights[0][3]).epsilon(1e-6));
    host.interpolate(first, second, 0);
    CHECK(model.net.state() == first.weights);
    host.interpolate(first, second, 1);
    CHECK(model.net.state() == second.weights);
    CHECK_THROWS_WITH(
        static_cast<void>(trainer::interpolate(first.weights, {}, 0.5)),
        "interpolate: found states of different networks, expected two of the same");
}

TEST_CASE("statistics taken anew are those of the weights at hand, and change no weight") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {.batch_size = 16, .statistics_images = 40});
    const nn::node_id norm = model.net.find("stem.bn");
    const auto mean = [&] { return model.net.get(norm, nn::parameter_role::running_mean).value; };
    const auto variance = [&] {
        return model.net.get(norm, nn::parameter_role::running_variance).value;
    };
    host.recompute_statistics();
    const nn::tensor untrained = mean();
    guide watch;
    host.train_epoch(watch);
    const nn::tensor running = mean();
    const nn::tensor weight =
        model.net.get(model.net.find("stem"), nn::parameter_role::weight).value;
    host.recompute_statistics();
    CHECK(mean() != running);
    CHECK(mean() != untrained);
    CHECK(model.net.get(model.net.find("stem"), nn::parameter_role::weight).value == weight);
    const nn::tensor again = mean();
    host.recompute_statistics();
    CHECK(mean() == again);
    model.net.hold_statistics(norm, true); // as a frozen layer's
    host.recompute_statistics();
    CHECK(mean() == again);

    // By hand: what the stem puts out for the first two batches of 16, image by image.
    data::batches batches(data.training, data.scale, {.batch_size = 16});
    nn::tensor images({16, 1, 12, 12});
    std::vector<int> labels(16);
    std::vector<double> sums(16);
    std::vector<double> spreads(16);
    for (int batch = 0; batch < 2; ++batch) {
        batches.next(images.values(), labels);
        model.net.forward(images, nn::mode::evaluation);
        const nn::tensor out = model.net.output(model.net.find("stem"));
        for (std::size_t channel = 0; channel < 16; ++channel) {
            double sum = 0;
            double squares = 0;
            for (std::size_t i = 0; i < 16 * 144; ++i) {
                const double value = out[(i / 144 * 16 + channel) * 144 + i % 144];
                sum += value;
                squares += value * value;
            }
            const double of = 16 * 144;
            sums[channel] += sum / of / 2;
            spreads[channel] += (squares - sum * sum / of) / (of - 1) / 2;
        }
    }
    for (std::size_t channel = 0; channel < 16; ++channel) {
        CHECK(mean()[channel] == doctest::Approx(sums[channel]).epsilon(1e-4));
        CHECK(variance()[channel] == doctest::Approx(spreads[channel]).epsilon(1e-4));
    }
}

TEST_CASE("the order of the data is the seed's, from the first epoch on") {
    const trainer::data_split data = sample::split(12);
    const auto train = [&](std::uint64_t seed, bool epoch_before) {
        nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        trainer::host host(model.net, description, data, {.batch_size = 16, .seed = 9});
        const auto start = host.save();
        guide watch;
        if (epoch_before) {
            host.train_epoch(watch);
            host.restore(start);
        }
        host.order_data(seed);
        host.train_epoch(watch);
        return model.net.state();
    };
    CHECK(train(1, false) == train(1, true));
    CHECK(train(1, false) != train(2, false));
}

TEST_CASE("a host validates on what is held out, and never looks at the test set") {
    trainer::data_split data = sample::split(12);
    data.test = data::same_shape(data.test); // empty
    data.validation = sample::spots(20, 12, 1, 4, 1);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description, data, {});
    CHECK(host.evaluate() == trainer::count_answers(model.net, data.validation, data.scale, 7));
    CHECK(host.questions() == 20);
}

TEST_CASE("by default a host takes the papers' batches") {
    CHECK(trainer::host_options{}.batch_size == 128);
    CHECK(trainer::host_options{}.calibration_images == 128);
}

TEST_CASE("a host descends with the papers' momentum and weight decay") {
    const trainer::data_split data = sample::split(12);
    for (const auto how : {trainer::method::sgd, trainer::method::nesterov}) {
        nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        nn::network by_hand = model.net;
        // One batch an epoch.
        trainer::host host(model.net, description, data, {.how = how, .batch_size = 64});
        guide watch{.learning_rate = 0.05};
        nn::sgd descent(
            {.momentum = 0.9, .weight_decay = 1e-4, .nesterov = how == trainer::method::nesterov});
        nn::tensor images({64, 1, 12, 12});
        nn::tensor gradient;
        std::vector<int> labels(64);
        for (int epoch = 0; epoch < 3; ++epoch) {
            host.train_epoch(watch);
            data::batches batches(data.training, data.scale, {.batch_size = 64});
            batches.next(images.values(), labels);
            nn::cross_entropy(by_hand.forward(images, nn::mode::training), labels, gradient);
            by_hand.backward(gradient);
            descent.step(by_hand, 0.05);
        }
        const nn::tensor found = model.net.state()[0];
        const nn::tensor expected = by_hand.state()[0];
        for (std::size_t i = 0; i < found.size(); i += 97) { // the order changes last bits alone
            CHECK(found[i] == doctest::Approx(expected[i]).scale(0.01).epsilon(5e-6));
        }
    }
}

TEST_CASE("a frozen layer's normalisation holds its running statistics where options say so") {
    const trainer::data_split data = sample::split(12);
    for (const bool held : {true, false}) {
        nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        trainer::host host(
            model.net, description, data, {.batch_size = 32, .hold_statistics = held});
        const auto mean = [&](int layer) {
            const nn::node_id convolution = description.layers[static_cast<std::size_t>(layer)];
            const auto& nodes = model.net.nodes();
            const auto norm = std::find_if(nodes.begin(), nodes.end(), [&](const nn::node& node) {
                return node.kind == nn::node_kind::batch_norm && node.inputs[0] == convolution;
            });
            REQUIRE(norm != nodes.end());
            return norm->find(nn::parameter_role::running_mean)->value;
        };
        const nn::tensor frozen = mean(1);
        const nn::tensor trained = mean(2);
        guide watch{.frozen_layer = 1};
        host.train_epoch(watch);
        CHECK((mean(1) == frozen) == held);
        CHECK_FALSE(mean(2) == trained);
        watch.frozen_layer = -1; // and no longer
        host.train_epoch(watch);
        CHECK_FALSE(mean(1) == frozen);
    }
}
