#include "reproduce/iap_network.hpp"

#include "trainer/fresh_model.hpp"
#include "trainer/sample.hpp"

#include <coppice/drive/train.hpp>
#include <coppice/recipe/named.hpp>
#include <coppice/rewind/learning_rate.hpp>

#include <doctest/doctest.h>

TEST_CASE("a LeNet trains as the paper's does") {
    const reproduce::iap_setting how = reproduce::lenet_300_100(reproduce::scale::paper);
    CHECK(how.epochs == 6);
    CHECK(how.back_to == 5);
    CHECK(how.rewinds_weights);
    CHECK(how.rate.base == 1.2e-3);
    CHECK(how.rise == 0.01);
    CHECK(how.images == 0); // all
    const reproduce::iap_setting other = reproduce::lenet_5(reproduce::scale::paper);
    CHECK(nn::make_model(other.model, {3, 32, 32}, 10, 1).net.parameter_count() == 4'301'642);
    CHECK(other.epochs == 24);
    CHECK(other.back_to == 22);
    CHECK(other.rate.base == 2e-4);
    CHECK(other.rise == 0.01);
    CHECK(other.images == 0);
}

TEST_CASE("a ResNet-50 trains and is pruned as the paper's") {
    const reproduce::iap_setting how = reproduce::resnet_50(reproduce::scale::paper);
    CHECK(how.training.how == trainer::method::nesterov);
    CHECK(how.training.batch_size == 1024);
    CHECK(how.training.calibration_images == 128);
    CHECK(how.epochs == 90);
    CHECK(how.back_to == 80);
    CHECK(!how.rewinds_weights);
    CHECK(how.rise == 0.2);
    how.rate.validate();
    const auto rate = [&](double epoch) { return how.rate.rate({.progress = epoch / 90}); };
    CHECK(rate(2) == doctest::Approx(0.1)); // 0.4 t / 8
    CHECK(rate(8) == doctest::Approx(0.4));
    CHECK(rate(29.9) == doctest::Approx(0.4));
    CHECK(rate(30) == doctest::Approx(0.04));
    CHECK(rate(60) == doctest::Approx(0.004));
    CHECK(rate(80) == doctest::Approx(0.0004));
    nn::model made = nn::make_model(how.model, {3, 224, 224}, 1000, 1);
    CHECK(made.net.parameter_count() == 25'557'032);
    const trainer::described described = trainer::describe(made.net, made.blocks);
    const int inner = described.model.find("stage1.block1.conv2"); // 64 filters
    const auto gone = [&](coppice::index round, coppice::index left) {
        return how.round.count(described.model, round, inner, left);
    };
    CHECK(gone(0, 64) == 4); // 5%
    CHECK(gone(3, 57) == 3);
    CHECK(gone(4, 57) == 12); // 20%
}

TEST_CASE("a small ResNet is pruned with its learning rate rewound, and keeps no epoch for it") {
    data::data_set set;
    set.training = sample::spots(96, 12);
    set.test = sample::spots(40, 12, 1, 4, 2);
    reproduce::iap_setting how = reproduce::resnet_50(reproduce::scale::small);
    CHECK(how.rate.rate({.progress = 19.0 / 20}) == doctest::Approx(0.01)); // of every round
    how.model = "resnet8";
    const reproduce::iap_network network(set, how, 3, {});
    const coppice::rewind::learning_rate rewinding{.to = how.back_to, .of = how.epochs};
    const reproduce::curve made = network.prune(
        "IAP", coppice::recipe::iap(how.round, rewinding, how.rate), 0.9,
        reproduce::iap_network::retrains::shrunk);
    CHECK(made.points.size() > 1);
    CHECK(made.reaches(0.9));
    CHECK_THROWS_AS(
        static_cast<void>(network.prune(
            "IAP",
            coppice::recipe::iap(
                how.round, coppice::rewind::weights{.to = how.back_to, .of = how.epochs}, how.rate),
            0.9)),
        coppice::error);
}

TEST_CASE("a round whose rate alone is rewound goes on with what the optimiser remembers") {
    data::data_set set;
    set.training = sample::spots(96, 12);
    set.test = sample::spots(40, 12, 1, 4, 2);
    reproduce::iap_setting how = reproduce::resnet_50(reproduce::scale::small);
    how.model = "resnet8";
    how.epochs = 2;
    how.back_to = 1;
    how.training.augment = {};
    const auto recipe = coppice::recipe::iap(
        how.round, coppice::rewind::learning_rate{.to = how.back_to, .of = how.epochs}, how.rate);

    nn::model made = trainer::fresh_model(how.model, set.training, 3);
    const trainer::described description = trainer::describe(made.net, made.blocks);
    const trainer::data_split data{
        set.training, data::same_shape(set.test), set.test,
        data::measure_normalisation(set.training)};
    trainer::host_options options = how.training;
    options.seed = 3;
    trainer::snapshot trained;
    {
        trainer::host host(made.net, description, data, options);
        coppice::drive::train(how.rate, host, how.epochs, [&](int) { trained = host.save(); });
    }
    trainer::host host(made.net, description, data, options);
    host.restore(trained);
    const nn::network before = made.net;
    std::vector<coppice::view<const float>> dense;
    for (const nn::node_id layer : description.layers) {
        dense.push_back(trainer::view_of(before.get(layer, nn::parameter_role::weight).value));
    }
    coppice::drive::stepper run(recipe, description.model, host, coppice::backend::eigen{});
    REQUIRE(run.advance());

    const reproduce::curve curve =
        reproduce::iap_network(set, how, 3, {}).prune("IAP", recipe, 0.99);
    REQUIRE(curve.points.size() == 2);
    CHECK(
        curve.points[1].stability ==
        coppice::drive::stability(run.pruned(), description.model, dense));
}

TEST_CASE("a pruned LeNet's curve begins with the dense network and ends at the size asked for") {
    data::data_set set;
    set.training = sample::spots(240, 28);
    set.test = sample::spots(40, 28, 1, 4, 2);
    const reproduce::iap_network network(
        set, reproduce::lenet_300_100(reproduce::scale::paper), 3, {5});
    const auto prune = [&](const auto& recipe, double share) {
        return network.prune("method", recipe, share);
    };
    const reproduce::curve some = prune(coppice::recipe::iap(), 0.6);
    REQUIRE(some.points.size() == 4); // 80.1%, 64.2%, 51.3% of 266,004 with four classes
    CHECK(some.seed == 3);
    CHECK(some.method == "method");
    CHECK(some.points[0].round == 0);
    CHECK(some.points[0].masked == some.points[0].shrunk);
    CHECK(some.points[0].masked.parameters == 266'004);
    CHECK(some.points[0].stability == 0);
    CHECK(some.points[0].test.total == 40);
    CHECK(some.points[0].test.percent() > 90);
    for (std::size_t round = 1; round < some.points.size(); ++round) {
        CHECK(some.points[round].masked.parameters > some.points[round].shrunk.parameters);
        CHECK(some.points[round].stability > 0);
    }
    const reproduce::curve all = prune(coppice::recipe::ilp({.rounds = 5}), 0);
    CHECK(all.points.size() == 6); // the rounds are over
    const reproduce::curve again = prune(coppice::recipe::iap(), 0.6);
    CHECK(again.points[3].stability == some.points[3].stability);
    CHECK(again.points[3].test == some.points[3].test);
}
