#include "prune/method.hpp"

#include <coppice/core/error.hpp>

#include <doctest/doctest.h>

#include "message.hpp"

namespace {

using prune::options;

options half_of_each() {
    options chosen;
    chosen.sparsity = 0.5;
    return chosen;
}

std::string refusal(const options& chosen) {
    return message_of<coppice::error>([&] { static_cast<void>(prune::make_method(chosen)); });
}

} // namespace

TEST_CASE("method: the policies that the options name") {
    options chosen = half_of_each();
    chosen.granularity = "block";
    chosen.rows = 2;
    chosen.columns = 3;
    chosen.score = "lp";
    chosen.p = 5;
    chosen.scope = "global";
    chosen.layer_cap = 0.8;
    chosen.fewest_left = 2;
    chosen.round_to = 4;
    const prune::method made = prune::make_method(chosen);
    CHECK(std::get<coppice::granularity::block>(made.granularity).rows == 2);
    CHECK(std::get<coppice::granularity::block>(made.granularity).columns == 3);
    CHECK(std::get<coppice::score::lp>(made.score).p == 5);
    const auto& select = std::get<coppice::select::global>(made.select);
    CHECK(select.most_per_layer == 0.8);
    CHECK(select.fewest_left == 2);
    CHECK(select.multiple == 4);
    CHECK(made.share == 0.5);
    CHECK(made.global());
    CHECK_FALSE(prune::make_method(half_of_each()).global());
}

TEST_CASE("method: N:M needs no share") {
    options chosen;
    chosen.granularity = "n_m";
    chosen.kept = 1;
    const prune::method made = prune::make_method(chosen);
    CHECK(std::holds_alternative<coppice::granularity::weight>(made.granularity));
    CHECK(std::get<coppice::select::n_m>(made.select).kept == 1);
    CHECK(std::get<coppice::select::n_m>(made.select).of == 4);
}

TEST_CASE("method: numbers out of their range") {
    options chosen = half_of_each();
    chosen.sparsity = 1.0;
    CHECK(refusal(chosen) == "prune: sparsity is 1; it must be in [0, 1)");
    chosen.sparsity = -0.1;
    CHECK(refusal(chosen) == "prune: sparsity is -0.1; it must be in [0, 1)");
    chosen = half_of_each();
    chosen.round_to = 0;
    CHECK(refusal(chosen) == "select::local: multiple is 0; it must be at least 1");
    chosen = half_of_each();
    chosen.scope = "global";
    chosen.layer_cap = 1.5;
    CHECK(refusal(chosen) == "select::global: most_per_layer is 1.5; it must be in (0, 1]");
    chosen = half_of_each();
    chosen.score = "lp";
    chosen.p = 65;
    CHECK(refusal(chosen) == "score::lp: p is 65; it must be in [1, 64]");
    chosen = half_of_each();
    chosen.granularity = "vector";
    chosen.axis = 8;
    CHECK(refusal(chosen) == "granularity::vector: axis is 8; it must be in [-8, 8)");
}

TEST_CASE("method: options that do not go together") {
    CHECK(refusal({}) == "prune: sparsity is missing; it must be in [0, 1)");
    options chosen = half_of_each();
    chosen.granularity = "n_m";
    CHECK(
        refusal(chosen) == "prune: --sparsity is given; it must be left out with --granularity "
                           "n_m: --kept and --of say how much goes");
    chosen.sparsity.reset();
    chosen.layer_cap = 0.5;
    CHECK(
        refusal(chosen) == "prune: --layer-cap is given; it must be left out with --granularity "
                           "n_m: --kept and --of say how much goes");
    chosen = half_of_each();
    chosen.layer_cap = 0.5;
    CHECK(
        refusal(chosen) ==
        "prune: scope is local; it must be global for --layer-cap and --fewest-left");
    chosen = half_of_each();
    chosen.score = "geometric_median";
    CHECK(
        refusal(chosen) == "prune: granularity is weight; it must be filter or channel for --score "
                           "geometric_median, which compares every group with every other");
    chosen.granularity = "channel";
    CHECK_NOTHROW(static_cast<void>(prune::make_method(chosen)));
    chosen.granularity = "neuron";
    CHECK(
        refusal(chosen) == "prune: policy is neuron; it must be one of weight, filter, channel, "
                           "kernel, vector, block, n_m");
}
