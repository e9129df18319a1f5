#include "coppice/schedule/concept.hpp"

#include "archetype/schedule.hpp"
#include "coppice/schedule/agp.hpp"
#include "coppice/schedule/cosine.hpp"
#include "coppice/schedule/exponential.hpp"
#include "coppice/schedule/geometric.hpp"
#include "coppice/schedule/iterative.hpp"
#include "coppice/schedule/linear.hpp"
#include "coppice/schedule/one_cycle.hpp"
#include "coppice/schedule/one_shot.hpp"

namespace coppice::schedule {
namespace {

static_assert(policy<archetype::schedule>);
static_assert(policy<one_shot> && policy<iterative> && policy<agp> && policy<one_cycle>);
static_assert(policy<linear> && policy<cosine> && policy<exponential> && policy<geometric>);

static_assert(ranged<one_shot> && ranged<iterative> && ranged<agp> && ranged<one_cycle>);
static_assert(ranged<linear> && ranged<cosine> && ranged<exponential> && ranged<geometric>);
static_assert(!ranged<archetype::schedule>, "it has no range to set");

struct of_another_role : archetype::schedule {
    using role = coppice::role::step;
};
struct without_sparsity : archetype::schedule {
    void sparsity(double) const = delete;
};
struct sparsity_in_float : archetype::schedule {
    [[nodiscard]] float sparsity(double) const;
};
struct sparsity_of_mutable : archetype::schedule {
    double sparsity(double);
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_sparsity>);
static_assert(!policy<sparsity_in_float>);
static_assert(!policy<sparsity_of_mutable>);
static_assert(!policy<int>);

} // namespace
} // namespace coppice::schedule
