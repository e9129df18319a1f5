// ILP, IAP and AIAP on a real network, end to end.

#include "sample.hpp"
#include "trainer/describe.hpp"
#include "trainer/shrink.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/drive/stability.hpp>
#include <coppice/drive/train.hpp>
#include <coppice/recipe/named.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace {

using coppice::backend::eigen;

/// LeNet-300-100 on the sample, trained for six epochs.
class pruned_lenet {
  public:
    explicit pruned_lenet(bool shrinks = false)
        : host(
              model.net, description, data,
              {.how = trainer::method::nadam,
               .batch_size = 8,
               .calibration_images = 30,
               .shrink = shrinks}) {
        coppice::drive::train(rate_, host, 6, [&](int epoch) {
            if (epoch >= 4) {
                original_.keep(epoch, host.save());
            }
        });
        host.remember(original_);
        for (const nn::node_id layer : description.layers) {
            trained_.push_back(model.net.get(layer, nn::parameter_role::weight).value);
        }
    }

    /// Of the weights at the end of the original training.
    [[nodiscard]] std::vector<coppice::view<const float>> trained() const {
        std::vector<coppice::view<const float>> views;
        for (const nn::tensor& weight : trained_) {
            views.push_back(trainer::view_of(weight));
        }
        return views;
    }

    trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("lenet_300_100", {1, 12, 12}, 4, 1);
    trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host;

  private:
    coppice::lr::constant rate_{.base = 1.2e-3};
    trainer::history original_;
    std::vector<nn::tensor> trained_;
};

template <class Recipe>
void check_rounds(const Recipe& recipe) {
    pruned_lenet run;
    auto made = coppice::drive::in_steps(recipe, run.description.model, run.host, eigen{});
    REQUIRE(made.report.steps.size() == 5);
    for (const auto& step : made.report.steps) {
        CHECK(step.retrained);
        CHECK(step.rate == 1.2e-3);
    }
    const nn::network small = trainer::shrink(
        run.model.net, run.description,
        coppice::compact::make_plan(run.description.model, made.pruned));
    CHECK(static_cast<coppice::index>(small.parameter_count()) == made.pruned.size().parameters);
    CHECK(made.pruned.size().parameters < made.pruned.masked_size().parameters);
    CHECK(made.pruned.masked_size().parameters < made.pruned.full_size().parameters);
    CHECK(run.host.evaluate().percent() > 80);
    const double moved =
        coppice::drive::stability(made.pruned, run.description.model, run.trained());
    CHECK(moved > 0);
    CHECK(std::isfinite(moved));
}

} // namespace

TEST_CASE("rounds that retrain the shrunk network leave what those of the masked one do") {
    // Two epochs a round: the second goes on with what the optimiser remembers of the first.
    const auto recipe =
        coppice::recipe::iap({.rounds = 3}, coppice::rewind::weights{.to = 4, .of = 6});
    std::vector<nn::network_state> left;
    for (const bool shrunk : {false, true}) {
        pruned_lenet run(shrunk);
        const auto made =
            coppice::drive::in_steps(recipe, run.description.model, run.host, eigen{});
        left.push_back(trainer::shrink(
                           run.model.net, run.description,
                           coppice::compact::make_plan(run.description.model, made.pruned))
                           .state());
    }
    REQUIRE(left[0].size() == left[1].size());
    for (std::size_t i = 0; i < left[0].size(); ++i) {
        CAPTURE(i);
        REQUIRE(left[0][i].shape() == left[1][i].shape());
        double difference = 0;
        for (std::size_t at = 0; at < left[0][i].size(); ++at) {
            difference = std::max(
                difference, std::abs(static_cast<double>(left[0][i][at] - left[1][i][at])));
        }
        CHECK(difference < 1e-4);
    }
}

TEST_CASE("ILP, IAP and AIAP prune a network that still answers right") {
    SUBCASE("ILP") {
        check_rounds(coppice::recipe::ilp({.rounds = 5}));
    }
    SUBCASE("IAP") {
        check_rounds(coppice::recipe::iap({.rounds = 5}));
    }
    SUBCASE("AIAP") {
        check_rounds(coppice::recipe::aiap({.rise = 0.05}, 5));
    }
}

TEST_CASE("IAP removes the filters whose mean output, computed by hand, is lowest") {
    pruned_lenet run;
    data::batches batches(run.data.training, run.data.scale, {.batch_size = 30});
    nn::tensor images({30, 1, 12, 12});
    std::vector<int> labels(30);
    batches.next(images.values(), labels);
    run.model.net.forward(images, nn::mode::evaluation);
    const nn::node_id relu = *trainer::find_rectified(run.model.net, run.description.layers)[0];
    const nn::tensor& output = run.model.net.output(relu);
    std::vector<std::pair<double, coppice::index>> means(300);
    for (std::size_t filter = 0; filter < 300; ++filter) {
        means[filter].second = static_cast<coppice::index>(filter);
        for (std::size_t image = 0; image < 30; ++image) {
            means[filter].first += static_cast<double>(output[image * 300 + filter]);
        }
    }
    std::sort(means.begin(), means.end());
    coppice::drive::stepper stepper(
        coppice::recipe::iap({.rounds = 1}), run.description.model, run.host, eigen{});
    stepper.advance();
    const auto mask = stepper.pruned().mask(0);
    for (std::size_t place = 0; place < 300; ++place) {
        CHECK(mask[means[place].second] == (place >= 60));
    }
}
