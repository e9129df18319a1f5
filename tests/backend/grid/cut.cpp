#include "coppice/backend/grid/cut.hpp"

#include "core/layout.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE("a cut leads to the same places as the groups that it is made of") {
    const shape extents{4, 3, 2, 5};
    const std::vector<float> values(static_cast<std::size_t>(extents.size()));
    for (const shape& strides : layouts(extents)) {
        laid_out<float> tensor(extents, strides, values);
        for (const grouped<float>& groups :
             {slices(tensor.tensor(), 0), slices(tensor.tensor(), 2), singles(tensor.tensor()),
              whole(tensor.tensor()), slices(tensor.tensor(), 3, 1, 2, 2)}) {
            const backend::grid::cut<float> made(groups);
            REQUIRE(made.groups == groups.groups());
            REQUIRE(made.members == groups.members());
            for (index g = 0; g < made.groups; ++g) {
                REQUIRE(made.group(g) == groups.group(g));
            }
            for (index m = 0; m < made.members; ++m) {
                REQUIRE(made.member(m) == groups.member(m));
            }
        }
    }
}

} // namespace coppice
