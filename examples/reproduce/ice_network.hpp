#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/metric/accuracy.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/augmentation.hpp"
#include "data/images.hpp"
#include "nn/models/model.hpp"
#include "reproduce/ice_run.hpp"
#include "reproduce/options.hpp"
#include "trainer/describe.hpp"
#include "trainer/host.hpp"
#include "trainer/recipes.hpp"
#include "trainer/sensitivity.hpp"
#include "trainer/tuning.hpp"

namespace reproduce {

/// How a network is trained on CIFAR-10 and pruned in steps, for the figures of ICE-Pick and
/// ICE-Pruning: SGD with momentum 0.9 and weight decay 1e-4; retraining distils from the unpruned
/// network.
struct ice_setting {
    std::string model;                 ///< for nn::make_model
    std::string name;                  ///< as the papers have it
    std::size_t training_images = 0;   ///< chosen by the seed; 0: all that are not held out
    std::size_t validation_images = 0; ///< held out of the training set, for every decision
    std::size_t batch_size = 128;      ///< images a step
    int epochs = 0;                    ///< of the original training
    double rate = 0.1;                 ///< the highest of it
    data::augmentation augment = {};
    trainer::tuning_options tuning = {};
    std::size_t tuning_batch = 128; ///< images a step while tuning
};

/// ResNet-110, ResNet-152 and MobileNetV2 as published, or a ResNet-20 on part of the images.
[[nodiscard]] std::vector<ice_setting> ice_settings(scale size);

/// Says what a setting is, for a document.
[[nodiscard]] std::string describe(const ice_setting& how);

/// Says it of all of them.
[[nodiscard]] std::string describe(const std::vector<ice_setting>& all);

/// A trained network, to be pruned again and again.
class ice_network {
  public:
    /// Trains.
    ice_network(const data::data_set& set, const ice_setting& how, std::uint64_t seed);

    /// Prunes a copy, distilling.
    template <class Recipe>
    [[nodiscard]] ice_run prune(const std::string& method, const Recipe& recipe) const {
        nn::network net = trained_.net;
        const trainer::described description = trainer::describe(net, trained_.blocks);
        trainer::host_options options = host_options();
        options.distil = true;
        trainer::host host(net, description, data_, options);
        host.announce(label(method));
        const auto made =
            coppice::drive::in_steps(recipe, description.model, host, coppice::backend::eigen{});
        ice_run run{
            .network = how_.name,
            .method = method,
            .ratio = recipe.step.ratio,
            .seed = seed_,
            .dense = dense_,
            .test = test(net),
            .steps = static_cast<coppice::index>(made.report.steps.size()),
            .spent = made.report.spent,
            .settings = {}};
        const auto whole = static_cast<double>(made.pruned.full_size().macs);
        run.answers = made.report.original.total;
        run.questions = made.report.original.total * (run.steps + 1);
        for (const coppice::drive::step_report& step : made.report.steps) {
            run.answers += step.before.total;
            run.retrained += step.retrained ? 1 : 0;
            run.saved_by_size +=
                step.spent.retrain * (1 - static_cast<double>(step.size.macs) / whole);
        }
        return run;
    }

    /// Looks for ICE-Pick's numbers: see trainer::tune_ice_pick.
    [[nodiscard]] trainer::tuned tune(const trainer::recipe_options& numbers) const;

    [[nodiscard]] trainer::sensitivity_scan scan() const;

    [[nodiscard]] const coppice::metric::accuracy& dense() const { return dense_; }

  private:
    [[nodiscard]] trainer::host_options host_options() const;
    [[nodiscard]] coppice::metric::accuracy test(nn::network& net) const;
    [[nodiscard]] std::string label(const std::string& what) const;

    ice_setting how_;
    std::uint64_t seed_;
    trainer::data_split data_;
    nn::model trained_;
    coppice::metric::accuracy dense_;
};

} // namespace reproduce
