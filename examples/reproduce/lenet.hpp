#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/stability.hpp>
#include <coppice/drive/stepper.hpp>
#include <coppice/lr/constant.hpp>

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

/// LeNet-300-100 on MNIST as Zhao, Jain, Zhao train it: Nesterov Adam at 1.2e-3, weight decay 1e-4,
/// batches of 60, six epochs, of which every one is kept. Calibration takes the first 60 images.
class lenet {
  public:
    static constexpr int epochs = 6;
    static constexpr coppice::lr::constant rate{.base = 1.2e-3};

    /// The part of the data that a scale trains on; 0 for all.
    [[nodiscard]] static std::size_t training_images(scale size);

    /// What the rounds retrain: without the pruned filters it takes less time, and answers the same
    /// but for rounding.
    enum class retrains { masked, shrunk };

    /// Trains. At the small scale the seed chooses the images, too.
    lenet(const data::data_set& set, scale size, std::uint64_t seed);

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
        host.announce("  seed " + std::to_string(seed_) + ", " + method + ", round 1");
        while (!made.reaches(share_left) && run.advance()) {
            const coppice::drive::step_report& step = run.report().steps.back();
            made.points.push_back(
                {step.number, step.masked, step.size, test(net),
                 coppice::drive::stability(run.pruned(), description.model, dense)});
            host.announce(
                "  seed " + std::to_string(seed_) + ", " + method + ", round " +
                std::to_string(step.number + 1));
        }
        return made;
    }

  private:
    [[nodiscard]] trainer::host_options host_options() const;
    [[nodiscard]] coppice::metric::accuracy test(nn::network& net) const;

    std::uint64_t seed_;
    trainer::data_split data_;
    nn::model trained_;
    trainer::history original_;
};

} // namespace reproduce
