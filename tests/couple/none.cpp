#include "coppice/couple/none.hpp"

#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/granularity/filter.hpp"

#include <doctest/doctest.h>

TEST_CASE("couple::none is what a recipe does that says nothing") {
    const archetype::resnet net(2);
    const auto half = [](coppice::index groups, coppice::index /*gone*/) { return groups / 2; };
    const auto by_default = coppice::compose(coppice::granularity::filter{});
    const auto said = coppice::compose(coppice::couple::none{}, coppice::granularity::filter{});
    static_assert(std::is_same_v<decltype(by_default.couple), coppice::couple::none>);
    coppice::drive::pruner first(by_default, net.model, coppice::backend::eigen{});
    coppice::drive::pruner second(said, net.model, coppice::backend::eigen{});
    first.prune(half);
    second.prune(half);
    CHECK(first.save().masks == second.save().masks);
    CHECK(first.outcomes().size() == 6); // inner convolutions alone
    CHECK(first.outcomes()[0].with.empty());
}
