// What is left of torchvision's networks is what Torch-Pruning leaves of them.

#include "archetype/torchvision.hpp"
#include "compact/torch_pruning_counts.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/compact/plan.hpp"
#include "coppice/couple/together.hpp"
#include "coppice/granularity/filter.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>

namespace {

/// Masks out a share of every group, the first of them, without looking at a weight.
coppice::index parameters_left(const coppice::model::description<float>& model, double ratio) {
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::couple::together{}), model,
        coppice::backend::reference{});
    auto masks = pruning.save();
    std::size_t word = 0;
    for (const coppice::index groups : masks.groups) {
        const coppice::index pruned = coppice::floor_share(ratio, groups);
        for (coppice::index bit = 0; bit < pruned; ++bit) {
            masks.masks[word + static_cast<std::size_t>(bit / coppice::mask::bits_per_word)] &=
                ~(coppice::mask::word{1} << (bit % coppice::mask::bits_per_word));
        }
        word += static_cast<std::size_t>(coppice::mask::words(groups));
    }
    pruning.restore(masks);
    const auto plan = coppice::compact::make_plan(model, pruning);
    coppice::index parameters = 0;
    for (std::size_t p = 0; p < plan.changes().size(); ++p) {
        parameters += model.parameters()[p].trained ? plan.changes()[p].after.size() : 0;
    }
    return parameters;
}

void check(const std::string& name, const coppice::model::description<float>& model) {
    int compared = 0;
    for (const auto& recorded : torch_pruning_recorded::counts) {
        if (recorded.network == name) {
            CAPTURE(name);
            CAPTURE(recorded.ratio);
            CHECK(parameters_left(model, recorded.ratio) == recorded.parameters);
            ++compared;
        }
    }
    CHECK(compared == 4);
}

} // namespace

TEST_CASE("Torch-Pruning and coppice leave equally many parameters") {
    check("resnet18", archetype::torchvision_resnet({2, 2, 2, 2}, false).model);
    check("resnet50", archetype::torchvision_resnet({3, 4, 6, 3}, true).model);
    check("vgg16", archetype::torchvision_vgg16().model);
    check("mobilenet_v2", archetype::torchvision_mobilenet_v2().model);
}
