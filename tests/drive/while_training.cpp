#include "coppice/drive/while_training.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/recipe/named.hpp"

#include <doctest/doctest.h>

using coppice::backend::reference;

namespace {

struct forgetful : archetype::host {
    template <class Guide>
    void train_epoch(Guide& guide) {
        guide.after_step(0.9);
    }
};

} // namespace

TEST_CASE("the schedule runs over all epochs and ends at its target") {
    const archetype::resnet net(1);
    archetype::host host;
    std::vector<double> sparsity;
    const auto pruning = coppice::drive::while_training(
        coppice::recipe::iterative(0.9), net.model, host, reference{}, 5,
        [&](const auto& session, int epoch) {
            CHECK(epoch == static_cast<int>(sparsity.size()) + 1);
            sparsity.push_back(session.pruned().sparsity());
        });
    REQUIRE(sparsity.size() == 5);
    CHECK(sparsity[0] == 0); // until 20% of the training
    CHECK(sparsity[1] == doctest::Approx(0.3).epsilon(1e-3));
    CHECK(sparsity[4] == doctest::Approx(0.9).epsilon(1e-3));
    CHECK(pruning.progress() == 1);
    CHECK(
        host.calls ==
        std::vector<std::string>{"reset", "train", "train", "train", "train", "train"});
    CHECK(host.rates[0] == 0); // the warm-up starts there
}

TEST_CASE("there is at least one epoch") {
    const archetype::resnet net(1);
    archetype::host host;
    CHECK_THROWS_WITH_AS(
        static_cast<void>(coppice::drive::while_training(
            coppice::recipe::agp(0.9), net.model, host, reference{}, 0)),
        "while_training: number of epochs is 0; it must be at least 1", coppice::error);
}

TEST_CASE("a trainer that does not tell of all its steps is found out") {
    forgetful host;
    const archetype::resnet net(1);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(coppice::drive::while_training(
            coppice::recipe::agp(0.9), net.model, host, reference{}, 2)),
        "while_training: share of the epoch that the trainer's last after_step told of is 0.9; it "
        "must be 1: count the steps of an epoch, the last partial batch included",
        coppice::error);
}
