// Masked and shrunk networks agree, whatever is wired how: networks made by hand, and random ones.

#include "compact/interpreter.hpp"

#include "coppice/backend/eigen.hpp"
#include "coppice/couple/together.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/select/global.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace {

using coppice::index;
using coppice::backend::eigen;
using coppice::couple::reduction;
using coppice::couple::together;
using coppice::drive::pruner;
using interpreted::network;
using interpreted::node;

/// The parameters that a plan leaves, counted from the kept positions of dimensions alone.
index count_parameters(const network& net, const coppice::compact::plan& plan) {
    index count = 0;
    for (const auto& parameter : net.model.parameters()) {
        index elements = 1;
        for (int a = 0; a < parameter.values.rank(); ++a) {
            const coppice::model::dimension of = parameter.axes[static_cast<std::size_t>(a)].of;
            elements *= of.coupled() ? static_cast<index>(plan.kept(of).size())
                                     : parameter.values.extent(a);
        }
        count += parameter.trained ? elements : 0;
    }
    return count;
}

/// Prunes by the recipe and compares what masked and shrunk network return.
/// @return how many parameters the shrunk one has
template <class Recipe>
index masked_is_shrunk(network& net, const Recipe& recipe, double ratio, index tokens = 0) {
    pruner pruning(recipe, net.model, eigen{});
    pruning.prune(
        [ratio](index groups, index) { return coppice::floor_share(ratio, groups); });
    pruning.apply();
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    plan.check(net.model);
    const interpreted::tensor batch = net.batch(7, tokens);
    const auto masked = net.run(batch, net.parameters());
    const auto shrunk = net.run(batch, net.parameters(plan), &plan);
    CHECK(interpreted::difference(masked.back(), shrunk.back()) < 1e-9);
    CHECK(plan.after().parameters == count_parameters(net, plan));
    return plan.after().parameters;
}

const auto alone = coppice::compose(coppice::granularity::filter{});

auto grouped(reduction by = reduction::mean) {
    return coppice::compose(coppice::granularity::filter{}, together{.by = by});
}

auto grouped_globally() {
    return coppice::compose(
        coppice::granularity::filter{}, together{},
        coppice::select::global{.most_per_layer = 0.95});
}

/// Builds the network anew for each ratio, prunes it locally and globally, and expects it smaller
/// the more goes.
template <class Build>
void check_ratios(Build build, index tokens = 0) {
    index before = build().model.parameters().empty() ? 0 : 1'000'000'000;
    for (const double ratio : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        CAPTURE(ratio);
        network net = build();
        const index left = masked_is_shrunk(net, grouped(), ratio, tokens);
        CHECK(left <= before);
        before = left;
        network other = build();
        masked_is_shrunk(other, grouped_globally(), ratio, tokens);
    }
    network whole = build();
    CHECK(before < pruner(grouped(), whole.model, eigen{}).full_size().parameters);
}

/// A stem and two dense blocks of three layers with a transition between: DenseNet.
network dense_net() {
    network net(3);
    node x = net.convolution(net.input(3, {8, 8}), {.out = 8, .kernel = 3, .padding = 1});
    for (int block = 0; block < 2; ++block) {
        for (int layer = 0; layer < 3; ++layer) {
            node y = net.relu(net.batch_norm(x));
            y = net.convolution(y, {.out = 8, .kernel = 1, .bias = false});
            y = net.relu(net.batch_norm(y));
            y = net.convolution(y, {.out = 4, .kernel = 3, .padding = 1, .bias = false});
            x = net.concat({x, y});
        }
        x = net.relu(net.batch_norm(x));
        if (block == 0) {
            x = net.max_pool(net.convolution(x, {.out = net.channels(x) / 2}));
        }
    }
    net.output(net.dense(net.global_pool(x), 5));
    return net;
}

/// Two encoder blocks with the normalisation first.
network transformer() {
    network net(4);
    node x = net.embedding(net.input(1, {6}), 11, 16);
    for (int block = 0; block < 2; ++block) {
        const node read = net.layer_norm(x);
        const node queries = net.dense(read, 16);
        const node keys = net.dense(read, 16);
        const node values = net.dense(read, 24);
        const node heads = net.attention(queries, keys, values, 4);
        x = net.add({x, net.dense(heads, 16)});
        x = net.add({x, net.dense(net.relu(net.dense(net.layer_norm(x), 32)), 16)});
    }
    net.output(net.dense(net.global_pool(net.layer_norm(x)), 3));
    return net;
}

} // namespace

TEST_CASE("a dense net shrinks by any ratio") {
    check_ratios(dense_net);
    network net = dense_net();
    masked_is_shrunk(net, alone, 0.5);
}

TEST_CASE("a transformer loses heads and hidden features, and its stream stays") {
    check_ratios(transformer, 11);
    network net = transformer();
    pruner pruning(grouped(), net.model, eigen{});
    CHECK(pruning.outcomes().size() == 4); // heads and hidden features of both blocks
    CHECK(pruning.outcomes()[0].groups == 4);
    CHECK(pruning.outcomes()[0].with.size() == 2);
    for (const auto& whole : pruning.left_alone()) {
        const std::string& name = net.model.layer_at(whole.layer).name;
        const bool output = whole.reason == "it is the network's output";
        CHECK((output || whole.reason.find("takes statistics over it") != std::string::npos));
        CAPTURE(name);
    }
}
