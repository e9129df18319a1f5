#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/stability.hpp>
#include <coppice/drive/stepper.hpp>
#include <coppice/lr/steps.hpp>
#include <coppice/step/by_kind.hpp>

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

/// How Zhao, Jain, Zhao train a network, and prune it by ILP, IAP and AIAP. Weight decay is 1e-4.
/// Rounds go back to one of the training's last epochs, by weights or by the learning rate alone.
struct iap_setting {
    std::string model;             ///< for nn::make_model
    std::string name;              ///< for people
    std::string data;              ///< for data::open_data_set
    std::string data_name;         ///< for people
    int pixels = 64;               ///< of a side, of images in folders
    std::size_t images = 0;        ///< of the training set, chosen by the seed; 0: all
    std::size_t tested_images = 0; ///< of the test set; 0: all
    trainer::host_options training = {
        .how = trainer::method::nadam, .batch_size = 60, .calibration_images = 60};
    coppice::lr::steps rate = {};
    int epochs = 6;  ///< T
    int back_to = 5; ///< k
    bool rewinds_weights = true;
    coppice::step::by_kind round = {.rounds = 21};
    double rise = 0.01; ///< of AIAP's threshold
    double share = 0;   ///< of the parameters left where methods are compared
};

/// LeNet-300-100 on MNIST.
[[nodiscard]] iap_setting lenet_300_100(scale size);

/// What the paper calls LeNet-5, 4.3 million parameters: the Conv-2 of the lottery tickets, on
/// CIFAR-10.
[[nodiscard]] iap_setting lenet_5(scale size);

/// ResNet-50 on ImageNet; at the small scale a ResNet-20 on CIFAR-10.
[[nodiscard]] iap_setting resnet_50(scale size);

/// Says what a setting is, for a document.
[[nodiscard]] std::string describe(const iap_setting& how);

/// A trained network, to be pruned again and again.
class iap_network {
  public:
    /// What the rounds retrain: without the pruned filters it takes less time, and answers the same
    /// but for rounding.
    enum class retrains { masked, shrunk };

    /// Trains.
    /// @param kept  epochs of the training, beside its last one, that rounds can go back to by
    ///              weights
    iap_network(
        const data::data_set& set, const iap_setting& how, std::uint64_t seed,
        const std::vector<int>& kept);

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
        host.rewind(how_.epochs); // the optimiser goes on where the training ended, too
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

    iap_setting how_;
    std::uint64_t seed_;
    trainer::data_split data_;
    nn::model trained_;
    trainer::history original_;
};

} // namespace reproduce
