#pragma once

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/instability.hpp>
#include <coppice/drive/tickets.hpp>
#include <coppice/drive/while_training.hpp>
#include <coppice/lr/one_cycle.hpp>
#include <coppice/metric/path.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "nn/models/model.hpp"
#include "reproduce/options.hpp"
#include "reproduce/pruned_run.hpp"
#include "trainer/describe.hpp"
#include "trainer/host.hpp"

namespace reproduce {

/// How a network is trained on CIFAR-10: stochastic gradient descent, momentum 0.9, weight decay
/// 1e-4, at a rate that warms up and decays.
struct cifar_setting {
    std::string model;              ///< for nn::make_model
    std::string name;               ///< as the paper has it
    std::size_t images = 0;         ///< of the training set, chosen by the seed; 0: all
    std::size_t checked_images = 0; ///< of the test set, along a path; 0: all
    std::size_t batch_size = 128;
    coppice::lr::one_cycle rate = {};
    data::augmentation augment = {};
};

/// The paper's networks in its setting, or one that two cores train in seconds.
[[nodiscard]] std::vector<cifar_setting> cifar_settings(scale size);

/// The first of them: the network of the paper's Tables 3 and 4.
[[nodiscard]] cifar_setting residual_setting(scale size);

/// Says what a setting is, for a document: "ResNet-18 on all training images ...".
[[nodiscard]] std::string describe(const cifar_setting& how);

/// What a search for a lottery ticket found, and how two copies of it train.
struct ticket_run {
    std::string schedule;
    std::uint64_t seed = 1;
    double target = 0;              ///< sparsity asked for
    double sparsity = 0;            ///< sparsity reached
    coppice::metric::accuracy test; ///< of both copies, on the test set, for the report alone
    std::vector<coppice::metric::waypoint> recomputed;   ///< statistics anew at each point
    std::vector<coppice::metric::waypoint> interpolated; ///< statistics between the copies'
};

/// A network as it is initialised, and its part of CIFAR-10: the same for every schedule.
class cifar {
  public:
    cifar(const data::data_set& set, const cifar_setting& how, std::uint64_t seed);

    /// Trains without pruning.
    [[nodiscard]] pruned_run train(int epochs) const;

    /// Prunes while training from scratch.
    template <class Recipe>
    [[nodiscard]] pruned_run
    prune(const std::string& schedule, const Recipe& recipe, int epochs) const {
        nn::network net = fresh_.net;
        const trainer::described description = trainer::describe(net, fresh_.blocks);
        trainer::host host(net, description, data_, host_options());
        host.announce(label(schedule, epochs));
        const auto run = coppice::drive::while_training(
            recipe, description.model, host, coppice::backend::eigen{}, epochs);
        return {how_.name, schedule, recipe.schedule.target, run.pruned().sparsity(), epochs,
                seed_,     test(net)};
    }

    /// Looks for a ticket, trains two copies of it, and walks the line between them.
    /// @param points  of the line
    template <class Recipe>
    [[nodiscard]] ticket_run
    find_ticket(const std::string& schedule, const Recipe& recipe, int rounds, int points) const {
        nn::network net = fresh_.net;
        const trainer::described description = trainer::describe(net, fresh_.blocks);
        trainer::host host(net, description, data_, host_options());
        trainer::history original;
        original.keep(0, host.save());
        host.remember(std::move(original));
        host.announce(label(schedule, recipe.rewind.of) + ", round 1");
        auto ticket = coppice::drive::tickets(
            recipe, description.model, host, coppice::backend::eigen{}, rounds,
            [&](const auto& /*session*/, int round, int epoch) {
                const int next = round + (epoch == recipe.rewind.of ? 1 : 0);
                host.announce(
                    label(schedule, recipe.rewind.of) +
                    (next > rounds ? ", ticket" : ", round " + std::to_string(next)));
            });
        const auto found = coppice::drive::instability(
            recipe, ticket, host, {.points = points, .recompute = true},
            {2 * seed_ + 1000, 2 * seed_ + 1001});
        const coppice::metric::path interpolated = coppice::drive::path_between(
            host, found.copies[0], found.copies[1], {.points = points, .recompute = false});
        ticket_run run{
            schedule,
            seed_,
            recipe.schedule.target,
            ticket.sparsity(),
            {},
            found.between.points(),
            interpolated.points()};
        for (const trainer::snapshot& copy : found.copies) {
            host.restore(copy);
            const coppice::metric::accuracy one = test(net);
            run.test = {run.test.correct + one.correct, run.test.total + one.total};
        }
        return run;
    }

  private:
    [[nodiscard]] trainer::host_options host_options() const;
    [[nodiscard]] coppice::metric::accuracy test(nn::network& net) const;
    [[nodiscard]] std::string label(const std::string& schedule, int epochs) const;

    cifar_setting how_;
    std::uint64_t seed_;
    trainer::data_split data_;
    nn::model fresh_;
};

} // namespace reproduce
