#include "coppice/granularity/concept.hpp"

#include "archetype/granularity.hpp"
#include "coppice/granularity/block.hpp"
#include "coppice/granularity/channel.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/kernel.hpp"
#include "coppice/granularity/vector.hpp"
#include "coppice/granularity/weight.hpp"

namespace coppice::granularity {
namespace {

using coppice::grouped;
using coppice::view;

static_assert(policy<archetype::granularity>);
static_assert(policy<filter> && policy<weight> && policy<channel> && policy<kernel>);
static_assert(policy<vector> && policy<block>);

struct of_another_role : archetype::granularity {
    using role = coppice::role::score;
};
struct without_removable : archetype::granularity {
    void removable() = delete;
};
struct removable_at_run_time : archetype::granularity {
    bool removable;
};
struct without_single_weights : archetype::granularity {
    void single_weights() = delete;
};
struct without_unmet : archetype::granularity {
    void unmet(const shape&) const = delete;
};
struct without_cut : archetype::granularity {
    template <coppice::element T>
    void cut(const view<T>&) const = delete;
};
struct cuts_floats_only : archetype::granularity {
    [[nodiscard]] grouped<float> cut(const view<float>&) const;
};
struct cuts_for_reading_only : archetype::granularity {
    template <coppice::element T>
    [[nodiscard]] grouped<const T> cut(const view<T>&) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_removable>);
static_assert(!policy<without_single_weights>);
static_assert(!policy<without_unmet>);
static_assert(!policy<removable_at_run_time>);
static_assert(!policy<without_cut>);
static_assert(!policy<cuts_floats_only>);
static_assert(!policy<cuts_for_reading_only>);

} // namespace
} // namespace coppice::granularity
