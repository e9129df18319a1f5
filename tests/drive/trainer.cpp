#include "coppice/drive/trainer.hpp"

#include "archetype/host.hpp"
#include "archetype/wandering_host.hpp"

#include <doctest/doctest.h>

namespace {

struct cannot_restore : archetype::host {
    void restore(int) = delete;
};

struct guesses {
    template <class Guide>
    void train_epoch(Guide&) {}
    double evaluate() { return 0.5; }
    int save() { return 0; }
    void restore(int) {}
    void reset_optimiser() {}
};

static_assert(coppice::drive::trainer<archetype::host>);
static_assert(!coppice::drive::trainer<cannot_restore>);
static_assert(!coppice::drive::trainer<guesses>, "an accuracy is a pair of counts");
static_assert(!coppice::drive::trainer<int>);

static_assert(coppice::drive::rewinds<archetype::wandering_host>);
static_assert(!coppice::drive::rewinds<archetype::host>);
static_assert(coppice::drive::orders_data<archetype::wandering_host>);
static_assert(!coppice::drive::orders_data<archetype::host>);
static_assert(coppice::drive::interpolates<archetype::wandering_host>);
static_assert(!coppice::drive::interpolates<archetype::host>);
static_assert(coppice::drive::recomputes_statistics<archetype::normalised_wandering_host>);
static_assert(!coppice::drive::recomputes_statistics<archetype::wandering_host>);

} // namespace

TEST_CASE("a trainer is asked for an epoch through a guide") {
    archetype::host host;
    coppice::drive::guide_archetype guide;
    host.train_epoch(guide);
    CHECK(host.calls == std::vector<std::string>{"train"});
}
