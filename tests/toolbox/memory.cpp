// What the toolbox takes beside the weights.

#include "coppice/backend/eigen.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/local.hpp"
#include "coppice/toolbox/prune.hpp"
#include "heap.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE(
    "pruning as many weights as a ResNet-50 has takes a bit a weight and a megabyte", select_type,
    coppice::select::local, coppice::select::global) {
    constexpr coppice::index tensors = 54;
    constexpr coppice::index weights_each = 472'276;
    const auto count = static_cast<std::size_t>(tensors * weights_each);
    std::vector<float> weights(count);
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = static_cast<float>(static_cast<std::int32_t>(i * 2654435761U));
    }
    std::vector<coppice::view<float>> views;
    for (coppice::index t = 0; t < tensors; ++t) {
        views.emplace_back(weights.data() + t * weights_each, coppice::shape{weights_each});
    }
    const coppice::granularity::weight single;
    coppice::backend::eigen backend;
    const heap::peak extra;
    const auto masks =
        coppice::prune(backend, views, 0.9, single, coppice::score::l1{}, select_type{});
    for (std::size_t t = 0; t < views.size(); ++t) {
        coppice::apply(backend, masks[t], views[t], single);
    }
    CHECK(extra.bytes() > count / 8); // the masks have been counted
    CHECK(extra.bytes() <= count * sizeof(float) / 32 + 1'000'000);
}
