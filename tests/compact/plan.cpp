#include "coppice/compact/plan.hpp"

#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/operation/flatten.hpp"
#include "coppice/recipe/named.hpp"
#include "core/refusal.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using coppice::backend::eigen;
using coppice::drive::pruner;
namespace op = coppice::operation;

namespace {

const auto filters = coppice::compose(coppice::granularity::filter{});

constexpr auto half = [](coppice::index groups, coppice::index /*gone*/) { return groups / 2; };

const coppice::compact::change&
find(const coppice::compact::plan& plan, const std::string& parameter) {
    return *std::find_if(plan.changes().begin(), plan.changes().end(), [&](const auto& change) {
        return change.parameter == parameter;
    });
}

} // namespace

TEST_CASE("a residual network's inner convolutions shrink, its outer widths stay") {
    const archetype::resnet net(1);
    pruner pruning(filters, net.model, eigen{});
    pruning.prune(half);
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    CHECK(find(plan, "stage2.block1.conv1.weight").after == coppice::shape{16, 16, 3, 3});
    CHECK(find(plan, "stage2.block1.conv1.bn.running_mean").after == coppice::shape{16});
    CHECK(find(plan, "stage2.block1.conv2.weight").after == coppice::shape{32, 16, 3, 3});
    CHECK(find(plan, "stage2.block1.conv2.bn.scale").after == coppice::shape{32});
    CHECK(find(plan, "stem.weight").after == find(plan, "stem.weight").before);
    CHECK(find(plan, "fc.weight").after == coppice::shape{10, 64});
    coppice::index parameters = 0;
    for (std::size_t p = 0; p < plan.changes().size(); ++p) {
        parameters += net.model.parameters()[p].trained ? plan.changes()[p].after.size() : 0;
    }
    CHECK(parameters == plan.after().parameters);
    CHECK(plan.after().parameters == pruning.size().parameters);
    CHECK(plan.before().parameters == pruning.full_size().parameters);
}

TEST_CASE("kept positions are those of the masks, flattened ones too") {
    archetype::storage memory;
    coppice::model::description<float> model;
    auto x = model.input(1, {2, 2});
    x = model.add("conv", op::convolution<float>{.weight = memory.make({4, 1, 1, 1})}, {x});
    x = model.add("flat", op::flatten{}, {x});
    x = model.add("fc", op::dense<float>{.weight = memory.make({2, 16})}, {x});
    model.output(x);
    const float weights[] = {1, 4, -3, 2};
    std::copy_n(weights, 4, model.weight(0).values.data());
    pruner pruning(filters, model, eigen{});
    pruning.prune(half);
    const auto plan = coppice::compact::make_plan(model, pruning);
    using positions = std::vector<coppice::index>;
    CHECK(find(plan, "conv.weight").kept[0] == positions{1, 2});
    CHECK(find(plan, "fc.weight").kept[1] == positions{4, 5, 6, 7, 8, 9, 10, 11});
    CHECK(find(plan, "fc.weight").kept[0].empty());

    const auto from = model.weight(1).values;
    std::vector<float> smaller(16);
    eigen backend;
    plan.gather(
        backend, 1, coppice::view<const float>(from), coppice::view<float>(smaller.data(), {2, 8}));
    CHECK(smaller[0] == from.data()[4]);
    CHECK(smaller[15] == from.data()[16 + 11]);
}

TEST_CASE("a tensor of another shape than the plan's is refused by name") {
    archetype::resnet net(1);
    pruner pruning(filters, net.model, eigen{});
    pruning.prune(half);
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    eigen backend;
    const coppice::view<const float> whole = net.model.parameters()[0].values;
    CHECK_THROWS_WITH_AS(
        plan.gather(backend, 0, whole, net.memory.make({8, 3, 3, 3})),
        "stem.weight: shape after removal is 8 x 3 x 3 x 3; it must be 16 x 3 x 3 x 3",
        coppice::error);
}

TEST_CASE("a tensor shrinks in its own memory, whatever its layout") {
    coppice::backend::reference naive;
    eigen backend;
    const std::vector<std::vector<coppice::index>> kept = {{0, 2, 3}, {1, 4}, {}, {}};
    const coppice::compact::change change{"w", {4, 5, 2, 3}, {3, 2, 2, 3}, kept};
    const coppice::compact::plan plan({change}, {}, {});
    std::vector<float> original(120);
    for (std::size_t i = 0; i < original.size(); ++i) {
        original[i] = static_cast<float>(i);
    }
    const auto check = [&](auto layout) {
        std::vector<float> memory = original;
        std::vector<float> expected(36);
        plan.gather(
            naive, 0, coppice::view<const float>(layout(original.data(), change.before)),
            coppice::view<float>(expected.data(), change.after));
        const auto smaller = plan.shrink(backend, 0, layout(memory.data(), change.before));
        CHECK(smaller.extents() == change.after);
        CHECK(smaller.strides() == layout(memory.data(), change.after).strides());
        const auto places = coppice::singles(smaller);
        for (coppice::index i = 0; i < 36; ++i) {
            CHECK(*places.group(i) == expected[static_cast<std::size_t>(i)]);
        }
    };
    check(
        [](float* at, const coppice::shape& extents) { return coppice::view<float>(at, extents); });
    check([](float* at, const coppice::shape& extents) { return coppice::ohwi(at, extents); });
    check([](float* at, const coppice::shape& extents) {
        return coppice::transposed(
            coppice::view<float>(at, {extents[1], extents[0], extents[2], extents[3]}));
    });
    const coppice::view<float> gaps(original.data(), {4, 5, 2, 3}, {100, 6, 3, 1});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(plan.shrink(backend, 0, gaps)),
        "w: stride of axis 0 is 100; it must be 30, without gaps in memory", coppice::error);
}

TEST_CASE("numbers that the model does not have are refused") {
    const archetype::resnet net(1);
    pruner pruning(filters, net.model, eigen{});
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    eigen backend;
    const auto some = net.model.weight(0).values;
    const int parameters = static_cast<int>(plan.changes().size());
    const std::string parameter_range = "; it must be in [0, " + coppice::text(parameters) + ")";
    CHECK(refusal([&] {
              static_cast<void>(plan.shrink(backend, -1, some));
          }) == "plan: parameter is -1" + parameter_range);
    CHECK(refusal([&] {
              plan.gather(backend, parameters, some, some);
          }) == "plan: parameter is " + coppice::text(parameters) + parameter_range);
    CHECK(
        refusal([&] { static_cast<void>(plan.kept({})); }) ==
        "plan: dimension is -1; it must be in [0, " +
            coppice::text(net.model.couplings().dimensions()) + ")");
}

TEST_CASE("a pruner of another model is refused before anything of it is read") {
    const archetype::resnet small(1);
    const archetype::resnet large(2);
    pruner pruning(filters, small.model, eigen{});
    pruning.prune(half);
    CHECK(
        refusal([&] { static_cast<void>(coppice::compact::make_plan(large.model, pruning)); }) ==
        "plan: model is another than the pruner's; it must be the description that the "
        "pruner was made of");
}
