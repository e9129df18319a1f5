#include "coppice/compact/remove.hpp"

#include "compact/interpreter.hpp"

#include "coppice/backend/eigen.hpp"
#include "coppice/couple/together.hpp"
#include "coppice/granularity/filter.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using coppice::index;
using interpreted::network;
using interpreted::node;

/// Shows the outputs of its layers, and can make a mistake when it shrinks.
struct shrinking {
    network net{2};
    std::vector<node> layers; ///< by the description's layer
    std::optional<coppice::compact::plan> shrunk = {};
    std::string damaged = {}; ///< a parameter that is cut wrongly
    int silent = -1;          ///< a layer that is not shown after the removal

    shrinking() {
        node x = net.input(2, {4, 4});
        x = keep(net.convolution(x, {.out = 8, .kernel = 3, .padding = 1}));
        const node y = net.relu(net.batch_norm(x));
        x = net.add({x, keep(net.convolution(y, {.out = 8, .kernel = 3, .padding = 1}))});
        net.output(keep(net.dense(net.global_pool(x), 3)));
    }

    node keep(node layer) {
        layers.push_back(layer);
        return layer;
    }

    void show(auto& viewer) {
        std::vector<interpreted::weights> parameters =
            shrunk ? net.parameters(*shrunk) : net.parameters();
        for (std::size_t p = 0; p < parameters.size() && shrunk; ++p) {
            if (net.model.parameters()[p].name == damaged) {
                parameters[p].values[0] += 0.5;
            }
        }
        const auto outputs = net.run(net.batch(3), parameters, shrunk ? &*shrunk : nullptr);
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            if (!viewer.wants(static_cast<int>(layer)) ||
                (shrunk && static_cast<int>(layer) == silent)) {
                continue;
            }
            const interpreted::tensor& output = outputs[static_cast<std::size_t>(layers[layer])];
            const std::vector<float> values(output.values.begin(), output.values.end());
            viewer.add(
                static_cast<int>(layer),
                coppice::view<const float>(
                    values.data(), {output.images, output.channels, output.positions()}));
        }
    }

    void shrink(const coppice::compact::plan& plan) { shrunk = plan; }
};

/// Prunes half, by a recipe that couples, and says what to remove.
coppice::compact::plan prune(shrinking& host, bool apply = true) {
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::couple::together{}),
        host.net.model, coppice::backend::eigen{});
    pruning.prune([](index groups, index) { return groups / 2; });
    if (apply) {
        pruning.apply();
    }
    return coppice::compact::make_plan(host.net.model, pruning);
}

void remove(shrinking& host, const coppice::compact::plan& plan, bool checked = true) {
    coppice::backend::eigen backend;
    coppice::compact::remove(backend, host.net.model, plan, host, {.checked = checked});
}

static_assert(coppice::compact::shrinking_host<shrinking, float>);
static_assert(!coppice::compact::shrinking_host<network, float>);

} // namespace

TEST_CASE("a removal that is right passes its check") {
    shrinking host;
    CHECK_NOTHROW(remove(host, prune(host)));
    CHECK(host.shrunk->after().parameters < host.shrunk->before().parameters);
}

TEST_CASE("a tensor cut wrongly is found by the first layer that differs, unless nobody looks") {
    for (const auto& [parameter, layer] : std::vector<std::pair<std::string, std::string>>{
             {"conv1.bias", "conv1"}, {"bn2.scale", "conv4"}, {"fc7.weight", "fc7"}}) {
        shrinking host;
        host.damaged = parameter;
        const auto plan = prune(host);
        try {
            remove(host, plan);
            FAIL("not found");
        } catch (const coppice::error& found) {
            CHECK(found.where() == layer);
        }
        shrinking unwatched;
        unwatched.damaged = parameter;
        CHECK_NOTHROW(remove(unwatched, prune(unwatched), false));
    }
}

TEST_CASE("masks that were not applied are found") {
    shrinking host;
    const auto plan = prune(host, false);
    CHECK_THROWS_AS(remove(host, plan), coppice::error);
}

TEST_CASE("a host that does not show again, or shows nothing, is refused") {
    shrinking host;
    host.silent = 1;
    const auto plan = prune(host);
    CHECK_THROWS_WITH_AS(
        remove(host, plan),
        "conv4: number of outputs shown after the removal is 0; it must be 1, as before it",
        coppice::error);
    shrinking dark;
    const auto same = prune(dark);
    dark.layers.clear();
    CHECK_THROWS_WITH_AS(
        remove(dark, same),
        "compact::remove: number of layers that the host shows is 0; it must be at least 1, or "
        "agreement{.checked = false}",
        coppice::error);
    CHECK(!dark.shrunk);
}

TEST_CASE("a plan of another model, or a tolerance that is none, changes nothing") {
    shrinking host;
    const auto plan = prune(host);
    network other(1);
    other.output(other.dense(other.input(3), 2));
    coppice::backend::eigen backend;
    CHECK_THROWS_AS(coppice::compact::remove(backend, other.model, plan, host), coppice::error);
    CHECK_THROWS_AS(
        coppice::compact::remove(backend, host.net.model, plan, host, {.tolerance = 0}),
        coppice::error);
    CHECK(!host.shrunk);
}

TEST_CASE("a layer shown that the model does not have is refused") {
    shrinking host;
    const auto plan = prune(host);
    coppice::backend::eigen backend;
    coppice::compact::detail::witness<coppice::backend::eigen, float> viewer(
        backend, host.net.model, plan);
    const auto output = host.net.model.weight(0).values;
    CHECK_THROWS_WITH_AS(
        viewer.add(-1, output),
        ("compact::remove: layer that the host shows is -1; it must be in [0, " +
         coppice::text(host.net.model.layers().size()) + ")")
            .c_str(),
        coppice::error);
}
