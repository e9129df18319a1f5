#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/stability.hpp>
#include <coppice/drive/stepper.hpp>
#include <coppice/lr/constant.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "nn/models/model.hpp"
#include "reproduce/curve.hpp"
#include "reproduce/options.hpp"
#include "trainer/describe.hpp"
#include "trainer/host.hpp"

namespace reproduce {

/// How Zhao, Jain, Zhao train a LeNet: Nesterov Adam, weight decay 1e-4, batches of 60. Rounds go
/// back to one of its last epochs. Calibration takes the first 60 images.
struct lenet_setting {
    std::string model;             ///< for nn::make_model
    std::string name;              ///< as the paper has it
    std::string data;              ///< for data::open_data_set
    std::string data_name;         ///< for people
    std::size_t images = 0;        ///< of the training set, chosen by the seed; 0: all
    std::size_t tested_images = 0; ///< of the test set; 0: all
    coppice::lr::constant rate = {};
    int epochs = 6;     ///< T
    int back_to = 5;    ///< k
    double rise = 0.01; ///< of AIAP's threshold
};

/// LeNet-300-100 on MNIST.
[[nodiscard]] lenet_setting lenet_300_100(scale size);

/// What the paper calls LeNet-5, 4.3 million parameters: the Conv-2 of the lottery tickets, on
/// CIFAR-10.
[[nodiscard]] lenet_setting lenet_5(scale size);

/// Says what a setting is, for a document.
[[nodiscard]] std::string describe(const lenet_setting& how);

/// A trained LeNet, of whose training every epoch is kept, to be pruned again and again.
class lenet {
  public:
    /// What the rounds retrain: without the pruned filters it takes less time, and answers the same
    /// but for rounding.
    enum class retrains { masked, shrunk };

    /// Trains.
    lenet(const data::data_set& set, const lenet_setting& how, std::uint64_t seed);

    /// Prunes a copy, until at most `share_left` of the parameters are left, rows masked, or the
    /// recipe's rounds are over.
    template <class Recipe>
    [[nodiscard]] curve prune(
        const std::string& method, const Recipe& recipe, double share_left,
        retrains what = retrains::masked) const {
        nn::network net = trained_.net;
        const trainer::described description = trainer::describe(net, trained_.blocks);
        trainer::host_options options = host_options();
        options.shrink = what == retrains::shrunk;
        trainer::host host(net, description, data_, options);
        host.remember(original_);
        coppice::drive::stepper run(recipe, description.model, host, coppice::backend::eigen{});
        std::vector<coppice::view<const float>> dense;
        for (const nn::node_id layer : description.layers) {
            dense.push_back(
                trainer::view_of(trained_.net.get(layer, nn::parameter_role::weight).value));
        }
        curve made{method, seed_, {}};
        const coppice::metric::size whole = run.pruned().full_size();
        made.points.push_back({0, whole, whole, test(net), 0});
        host.announce(label(method + ", round 1"));
        while (!made.reaches(share_left) && run.advance()) {
            const coppice::drive::step_report& step = run.report().steps.back();
            made.points.push_back(
                {step.number, step.masked, step.size, test(net),
                 coppice::drive::stability(run.pruned(), description.model, dense)});
            host.announce(label(method + ", round " + std::to_string(step.number + 1)));
        }
        return made;
    }

  private:
    [[nodiscard]] trainer::host_options host_options() const;
    [[nodiscard]] coppice::metric::accuracy test(nn::network& net) const;
    [[nodiscard]] std::string label(const std::string& what) const;

    lenet_setting how_;
    std::uint64_t seed_;
    trainer::data_split data_;
    nn::model trained_;
    trainer::history original_;
};

} // namespace reproduce
