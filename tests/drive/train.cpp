#include "coppice/drive/train.hpp"

#include "archetype/host.hpp"
#include "archetype/lenet.hpp"
#include "archetype/wandering_host.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/lr/warmup_decay.hpp"
#include "coppice/recipe/compose.hpp"
#include "core/refusal.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

/// Tells of so much of every epoch, in one step.
struct terse_host {
    double told = 1;

    template <class Guide>
    void train_epoch(Guide& guide) {
        if (told > 0) {
            guide.after_step(told);
        }
    }
    [[nodiscard]] coppice::metric::accuracy evaluate() { return {1, 2}; }
    [[nodiscard]] int save() { return 0; }
    void restore(int /*saved*/) {}
    void reset_optimiser() {}
};

} // namespace

TEST_CASE("the original training runs through its schedule and tells of every epoch") {
    archetype::host host;
    host.layers = 2;
    const coppice::lr::warmup_decay rate{.base = 1, .warmup = 0.5};
    std::vector<int> reached;
    coppice::drive::train(rate, host, 4, [&](int done) { reached.push_back(done); });
    CHECK(reached == std::vector<int>{0, 1, 2, 3, 4});
    CHECK(host.calls == std::vector<std::string>{"reset", "train", "train", "train", "train"});
    REQUIRE(host.rates.size() == 4);
    for (std::size_t epoch = 0; epoch < 4; ++epoch) {
        CHECK(host.rates[epoch] == rate.rate({.progress = static_cast<double>(epoch) / 4}));
        CHECK(host.frozen[epoch].empty());
    }
}

TEST_CASE("a training has an epoch at least") {
    archetype::host host;
    CHECK(refusal([&] {
              coppice::drive::train(coppice::lr::warmup_decay{}, host, 0, [](int) {});
          }) == "drive::train: number of epochs is 0; it must be at least 1");
}

TEST_CASE("a part of a training of a pruned network keeps its masks in force") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    coppice::drive::pruner pruned(coppice::compose(), net.model, coppice::backend::reference{});
    pruned.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    const auto weight = net.model.weight(1).values;
    const auto mask = pruned.mask(1);
    const auto zeros = [&] {
        bool all = true;
        for (coppice::index i = 0; i < mask.size; ++i) {
            all = all && (mask[i] || weight.data()[i] == 0);
        }
        return all;
    };
    CHECK_FALSE(zeros());
    bool enforced = true;
    host.after_step = [&] { enforced = enforced && zeros(); };
    std::vector<int> reached;
    const coppice::lr::warmup_decay rate{.base = 1, .warmup = 0.5};
    coppice::drive::train(rate, host, {.from = 2, .of = 4}, pruned, [&](int done) {
        reached.push_back(done);
        CHECK(zeros()); // before the first step, too
    });
    CHECK(enforced);
    CHECK(reached == std::vector<int>{2, 3, 4});
    CHECK(host.calls == std::vector<std::string>{"train", "train"}); // no optimiser is reset
    REQUIRE(host.rates.size() == 8);
    for (std::size_t step = 0; step < 8; ++step) {
        CHECK(host.rates[step] == rate.rate({.progress = (2 + static_cast<double>(step) / 4) / 4}));
    }
    CHECK(refusal([&] {
              coppice::drive::train(rate, host, {.from = 4, .of = 4}, pruned, [](int) {});
          }) == "drive::train: to is 4; it must be in [0, of), of being 4");
}

TEST_CASE("an epoch that the trainer does not tell of to its end is refused where masks hold") {
    archetype::lenet_300_100 net;
    coppice::drive::pruner pruned(coppice::compose(), net.model, coppice::backend::reference{});
    const coppice::lr::warmup_decay rate{};
    terse_host host;
    const auto said = [&] {
        return refusal([&] {
            coppice::drive::train(rate, host, {.from = 0, .of = 2}, pruned, [&](int done) {
                host.told = done == 1 ? 0 : host.told; // of the second epoch
            });
        });
    };
    CHECK(
        said() == "drive::train: share of the epoch that the trainer's last after_step told of "
                  "is 0; it must be 1: count the steps of an epoch, the last partial batch "
                  "included");
    host.told = 0.75;
    CHECK(said().find("told of is 0.75; it must be 1") != std::string::npos);
    CHECK_NOTHROW(coppice::drive::train(rate, host, 1, [](int) {})); // without masks
}

TEST_CASE("a training that nobody is told of is the same") {
    archetype::host host;
    const coppice::lr::warmup_decay rate{.base = 1, .warmup = 0.5};
    coppice::drive::train(rate, host, 2);
    CHECK(host.calls == std::vector<std::string>{"reset", "train", "train"});
    archetype::lenet_300_100 net;
    coppice::drive::pruner pruned(coppice::compose(), net.model, coppice::backend::reference{});
    coppice::drive::train(rate, host, {.from = 2, .of = 4}, pruned);
    CHECK(host.calls.size() == 5);
    CHECK(host.rates.back() == rate.rate({.progress = 0.75}));
}
