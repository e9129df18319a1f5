#include "coppice/select/concept.hpp"

#include "archetype/select.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/local.hpp"

namespace coppice::select {
namespace {

using coppice::score::source;

static_assert(policy<archetype::select>);
static_assert(policy<local> && policy<global>);

struct of_another_role : archetype::select {
    using role = coppice::role::score;
};
struct without_prune : archetype::select {
    void prune() const = delete;
};
struct without_per_layer : archetype::select {
    void per_layer() = delete;
};
struct without_workspace : archetype::select {
    template <class Backend, source Source, counter Count>
    void prune(Backend&, std::span<candidate<Source>>, Count, std::span<coppice::index>) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_prune>);
static_assert(!policy<without_per_layer>);
static_assert(!policy<without_workspace>);

struct counts {
    coppice::index operator()(coppice::index groups, coppice::index gone) const;
};
struct counts_in_double {
    double operator()(coppice::index groups, coppice::index gone) const;
};
struct counts_groups_only {
    coppice::index operator()(coppice::index groups) const;
};

static_assert(counter<counts>);
static_assert(!counter<counts_in_double>);
static_assert(!counter<counts_groups_only>);

} // namespace
} // namespace coppice::select
