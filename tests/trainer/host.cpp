#include "trainer/host.hpp"

#include "sample.hpp"
#include "trainer/describe.hpp"

#include <coppice/drive/trainer.hpp>

#include <doctest/doctest.h>

namespace {

static_assert(coppice::drive::trainer<trainer::host>);

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

} // namespace

TEST_CASE("an epoch asks for a rate before each step and tells of it afterwards") {
    const trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host(model.net, description.layers, data, {.batch_size = 24});
    guide watch;
    host.train_epoch(watch);
    CHECK(watch.asked == std::vector<double>{0, 1.0 / 3, 2.0 / 3});
    CHECK(watch.told == std::vector<double>{1.0 / 3, 2.0 / 3, 1});
}

TEST_CASE("it learns, alone and from a teacher") {
    const trainer::data_split data = sample::split(12);
    for (const bool distil : {false, true}) {
        nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
        const trainer::described description = trainer::describe(model.net, model.blocks);
        trainer::host host(
            model.net, description.layers, data, {.batch_size = 16, .distil = distil});
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
    trainer::host host(model.net, description.layers, data, {.batch_size = 32});
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
    trainer::host host(model.net, description.layers, data, {.batch_size = 32});
    guide watch;
    host.train_epoch(watch);
    const auto saved = host.save();
    host.train_epoch(watch);
    CHECK(model.net.state() != saved.weights);
    host.restore(saved);
    CHECK(model.net.state() == saved.weights);
}
