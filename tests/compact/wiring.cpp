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
    pruning.prune([ratio](index groups, index) { return coppice::floor_share(ratio, groups); });
    pruning.apply();
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    plan.check(net.model);
    const interpreted::tensor batch = net.batch(7, tokens);
    const auto masked = net.run(batch, net.parameters());
    const auto shrunk = net.run(batch, net.parameters(plan), &plan);
    for (std::size_t x = 0; x < masked.size(); ++x) { // what stays, of every value
        const auto kept = plan.kept(net.value(static_cast<node>(x)).channels);
        CHECK(interpreted::difference(interpreted::channels(masked[x], kept), shrunk[x]) < 1e-9);
    }
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
    for (const double ratio : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
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

/// A chain of random operations over images of 4 x 4, every value of which may be read again.
class random_images {
  public:
    explicit random_images(unsigned seed) : net(seed), random_(seed) {
        values_.push_back(
            net.convolution(net.input(3, {4, 4}), {.out = width(), .kernel = 3, .padding = 1}));
        for (int step = 0; step < 14; ++step) {
            values_.push_back(next(pick(values_)));
        }
        std::vector<node> ends{values_.back(), pick(values_), pick(values_)};
        net.output(net.dense(net.global_pool(net.concat(ends)), 3));
    }

    network net;

  private:
    [[nodiscard]] index below(index n) {
        return std::uniform_int_distribution<index>(0, n - 1)(random_);
    }
    [[nodiscard]] node pick(const std::vector<node>& of) {
        return of[static_cast<std::size_t>(below(static_cast<index>(of.size())))];
    }
    [[nodiscard]] index width() { return 4 + 4 * below(3); }

    /// Another value as wide as x, x itself if there is no other.
    [[nodiscard]] node like(node x) {
        std::vector<node> same;
        for (const node y : values_) {
            if (net.channels(y) == net.channels(x)) {
                same.push_back(y);
            }
        }
        return pick(same);
    }

    node next(node x) {
        const index channels = net.channels(x);
        switch (below(17)) {
        case 0:
            return net.convolution(x, {.out = width(), .kernel = 3, .padding = 1});
        case 1:
            return net.convolution(x, {.out = channels, .kernel = 1, .bias = false});
        case 2: // at least two channels a group
            return net.convolution(
                x,
                {.out = width(), .kernel = 3, .padding = 1, .groups = channels % 4 == 0 ? 2 : 1});
        case 3: {
            const index each = 1 + below(2);
            return net.convolution(
                x, {.out = channels * each, .kernel = 3, .padding = 1, .groups = channels});
        }
        case 4:
            return net.batch_norm(x);
        case 5:
            return net.group_norm(x, channels % 4 == 0 ? channels / 4 : 1);
        case 6:
            return net.relu(x);
        case 7:
            return net.add({x, like(x)});
        case 8:
            return net.multiply({x, like(x)});
        case 9: { // squeeze and excitation
            const node squeezed = net.relu(net.dense(net.global_pool(x), 4));
            return net.multiply({x, net.sigmoid(net.dense(squeezed, channels))});
        }
        case 10:
            return net.concat({x, pick(values_)});
        case 11:
            return net.slice(x, below(channels / 2), 1 + channels / 2);
        case 12: {
            std::vector<index> order;
            for (index i = 0; i < channels; ++i) {
                order.push_back(i % 2 * (channels / 2) + i / 2);
            }
            return channels % 2 == 0 ? net.permute(x, order) : x;
        }
        case 13:
            return net.transposed_convolution(x, {.out = width(), .kernel = 3, .padding = 1});
        case 14: {
            const bool last = below(2) == 0;
            const node features = net.dense(net.flatten(x, last), 4 * 16);
            return net.unflatten(net.relu(features), {4, 4}, below(2) == 0);
        }
        case 15: {
            const node leaking = net.sigmoid(x);
            return below(2) == 0 ? leaking : net.convolution(leaking, {.out = width()});
        }
        default: // where to look
            return net.multiply({x, net.convolution(x, {.out = 1, .kernel = 1})});
        }
    }

    std::mt19937 random_;
    std::vector<node> values_;
};

/// The same over tokens.
class random_tokens {
  public:
    explicit random_tokens(unsigned seed) : net(seed), random_(seed) {
        values_.push_back(net.embedding(net.input(1, {5}), 9, 8));
        for (int step = 0; step < 10; ++step) {
            values_.push_back(next(pick()));
        }
        net.output(net.dense(net.global_pool(net.concat({values_.back(), pick()})), 3));
    }

    network net;

  private:
    [[nodiscard]] index below(index n) {
        return std::uniform_int_distribution<index>(0, n - 1)(random_);
    }
    [[nodiscard]] node pick() {
        return values_[static_cast<std::size_t>(below(static_cast<index>(values_.size())))];
    }

    node next(node x) {
        switch (below(8)) {
        case 0:
            return net.dense(x, 8);
        case 1:
            return net.relu(net.dense(x, 12));
        case 2:
            return net.layer_norm(x);
        case 3: {
            const node y = net.dense(x, net.channels(values_[0]));
            return net.add({values_[0], y});
        }
        case 4: {
            const node queries = net.dense(x, 8);
            const node keys = net.dense(pick(), 8);
            const node values = net.dense(pick(), 12);
            return net.dense(net.attention(queries, keys, values, 4), 8);
        }
        case 5: // queries, keys and values cut from one layer
        {
            const node all = net.dense(x, 8 + 4 + 4);
            return net.attention(
                net.slice(all, 0, 8), net.slice(all, 8, 4), net.slice(all, 12, 4), 4, 2);
        }
        case 6: { // gated linear unit
            const node both = net.dense(x, 16);
            return net.multiply({net.slice(both, 0, 8), net.sigmoid(net.slice(both, 8, 8))});
        }
        default:
            return net.concat({x, net.dense(pick(), 4)});
        }
    }

    std::mt19937 random_;
    std::vector<node> values_;
};

/// Prunes random networks in all ways and compares.
/// @return how many of them had something to prune
template <class Make>
int check_random(Make make, index tokens) {
    int pruned = 0;
    for (unsigned seed = 0; seed < 120; ++seed) {
        CAPTURE(seed);
        const double ratio = 0.1 + 0.1 * (seed % 9);
        const auto by = static_cast<reduction>(seed % 5);
        const auto with = [&](const auto& recipe) {
            auto made = make(seed);
            try {
                masked_is_shrunk(made.net, recipe, ratio, tokens);
                ++pruned;
            } catch (const coppice::error& refused) {
                CHECK(refused.parameter() == "number of layers that can be pruned");
            }
        };
        with(alone);
        with(grouped(by));
        with(grouped_globally());
    }
    return pruned;
}

} // namespace

TEST_CASE("random networks of images, masked and shrunk, agree") {
    CHECK(check_random([](unsigned seed) { return random_images(seed); }, 0) > 240);
}

TEST_CASE("random networks of tokens, masked and shrunk, agree") {
    CHECK(check_random([](unsigned seed) { return random_tokens(seed); }, 9) > 240);
}

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

TEST_CASE("a grouped convolution keeps its groups equally large, on both sides") {
    network net(5);
    const node x = net.relu(net.convolution(net.input(3, {4, 4}), {.out = 8}));
    const node y =
        net.relu(net.convolution(x, {.out = 16, .kernel = 3, .padding = 1, .groups = 4}));
    net.output(net.dense(net.global_pool(y), 2));
    pruner pruning(grouped(), net.model, eigen{});
    REQUIRE(pruning.outcomes().size() == 2);
    CHECK(pruning.outcomes()[0].groups == 2); // places in a group, of 8 channels in 4 groups
    CHECK(pruning.outcomes()[1].groups == 4);
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    for (const node made : {x, y}) {
        const auto width = net.channels(made) / 4;
        std::vector<coppice::index> left(4);
        for (const coppice::index i : plan.kept(net.value(made).channels)) {
            ++left[static_cast<std::size_t>(i / width)];
        }
        CHECK(left == std::vector<coppice::index>(4, width / 2));
    }
    masked_is_shrunk(net, grouped(), 0.5);
}

TEST_CASE("what reads a sigmoid keeps the channels before it") {
    for (const bool normalised : {false, true}) {
        network net(7);
        const node x = net.convolution(net.input(3, {4, 4}), {.out = 8});
        node y = net.sigmoid(x);
        y = net.convolution(normalised ? net.batch_norm(y) : y, {.out = 8});
        net.output(net.dense(net.global_pool(y), 2));
        const pruner pruning(alone, net.model, eigen{});
        CHECK(pruning.outcomes().size() == (normalised ? 2 : 1));
        masked_is_shrunk(net, alone, 0.5);
    }
}

TEST_CASE("what squeezes and excites goes with what it gates") {
    network net(6);
    const node x = net.relu(net.convolution(net.input(3, {4, 4}), {.out = 8}));
    const node squeezed = net.relu(net.dense(net.global_pool(x), 4));
    const node gated = net.multiply({x, net.sigmoid(net.dense(squeezed, 8))});
    net.output(net.dense(net.global_pool(gated), 2));
    const pruner pruning(grouped(), net.model, eigen{});
    REQUIRE(pruning.outcomes().size() == 2);
    CHECK(pruning.outcomes()[0].with.size() == 1); // the layer before the sigmoid
    CHECK(pruning.left_alone().size() == 1);
    masked_is_shrunk(net, grouped(), 0.5);
}
