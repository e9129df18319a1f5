#include "coppice/score/collective.hpp"

#include "backend/host.hpp"
#include "coppice/score/geometric_median.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/lamp.hpp"
#include "coppice/score/taylor.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice::score {
namespace {

/// Of every group the number of groups.
struct how_many {
    using role = coppice::role::score;

    [[nodiscard]] static index workspace(index groups) { return groups; }

    template <class Backend, element T>
    void score_all(
        Backend& /*backend*/, const grouped<const T>& groups, double* out,
        double* workspace) const {
        for (index g = 0; g < groups.groups(); ++g) {
            workspace[g] = static_cast<double>(groups.groups());
            out[g] = workspace[g];
        }
    }
};
struct how_many_without_workspace : how_many {
    void workspace(index) const = delete;
};
struct how_many_of_another_role : how_many {
    using role = coppice::role::select;
};

static_assert(collective<how_many> && collective<lamp> && collective<geometric_median>);
static_assert(
    !collective<how_many_without_workspace> && !collective<how_many_of_another_role> &&
    !collective<l1>);
static_assert(of_weights_alone<how_many, float> && of_weights_alone<l1, float>);
static_assert(!of_weights_alone<taylor, float>);

} // namespace

TEST_CASE_TEMPLATE_DEFINE("scores of both kinds are written alike", Backend, writes_both) {
    Backend backend;
    const std::vector<float> weights{1, -2, 3};
    const auto groups = singles(view<const float>(weights.data(), {3}));
    std::vector<double> out(3);
    std::vector<double> space(static_cast<std::size_t>(workspace(how_many{}, 3)));
    CHECK(space.size() == 3);
    CHECK(workspace(l1{}, 3) == 0);
    write(backend, how_many{}, groups, out.data(), space.data());
    CHECK(out == std::vector<double>{3, 3, 3});
    write(backend, l1{}, groups, out.data(), nullptr);
    CHECK(out == std::vector<double>{1, 2, 3});
}
TEST_CASE_TEMPLATE_APPLY(writes_both, every_backend);

} // namespace coppice::score
