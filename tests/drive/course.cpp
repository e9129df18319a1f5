#include "coppice/drive/course.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/recipe/named.hpp"
#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::backend::reference;
using coppice::drive::course;

TEST_CASE("a course advances by epochs until all are done, and ends at the target") {
    const archetype::resnet net(1);
    archetype::host host;
    course run(coppice::recipe::one_cycle(0.9), net.model, host, reference{}, 3);
    CHECK(run.done() == 0);
    for (int epoch = 1; epoch <= 3; ++epoch) {
        CHECK(run.advance());
        CHECK(run.done() == epoch);
    }
    CHECK_FALSE(run.advance());
    CHECK(host.calls == std::vector<std::string>{"reset", "train", "train", "train"});
    CHECK(run.session().progress() == 1);
    CHECK(run.session().pruned().sparsity() == doctest::Approx(0.9).epsilon(1e-3));
}

TEST_CASE("stopped and restored between any two epochs, a course goes on as if it had not been") {
    const auto recipe = coppice::recipe::agp(0.9, {.base = 0.1});
    const archetype::resnet net(1);
    archetype::host undisturbed;
    course whole(recipe, net.model, undisturbed, reference{}, 7);
    while (whole.advance()) {
    }
    archetype::host host;
    course first(recipe, net.model, host, reference{}, 7);
    auto state = first.save();
    for (int epoch = 0; epoch < 7; ++epoch) {
        course next(recipe, net.model, host, reference{}, 7);
        next.restore(state);
        CHECK(next.advance());
        state = next.save();
    }
    CHECK(state.done == 7);
    CHECK(state.session.pruned == whole.save().session.pruned);
    CHECK(host.calls == undisturbed.calls); // one optimiser, not seven
    CHECK(host.rates == undisturbed.rates);
}

TEST_CASE("a course refuses the state of a longer one") {
    const auto recipe = coppice::recipe::agp(0.9, {.base = 0.1});
    const archetype::resnet net(1);
    archetype::host host;
    course run(recipe, net.model, host, reference{}, 2);
    auto state = run.save();
    state.done = 3;
    CHECK(refusal([&] {
              run.restore(state);
          }) == "restore: number of epochs done is 3; it must be in [0, 2]");
    state.done = 1;
    state.session.progress = 2;
    CHECK(refusal([&] { run.restore(state); }) == "restore: progress is 2; it must be in [0, 1]");
    CHECK(run.done() == 0);
}
