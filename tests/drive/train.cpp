#include "coppice/drive/train.hpp"

#include "archetype/host.hpp"
#include "coppice/lr/warmup_decay.hpp"
#include "core/refusal.hpp"

#include <vector>

#include <doctest/doctest.h>

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
