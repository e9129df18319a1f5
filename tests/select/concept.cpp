#include "coppice/select/concept.hpp"

#include "archetype/select.hpp"
#include "coppice/select/adaptive_threshold.hpp"
#include "coppice/select/budget.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/local.hpp"
#include "coppice/select/n_m.hpp"
#include "coppice/select/threshold.hpp"

namespace coppice::select {
namespace {

static_assert(policy<archetype::select>);
static_assert(policy<local> && policy<global> && policy<budget> && policy<threshold>);
static_assert(policy<adaptive_threshold> && policy<n_m>);

struct of_another_role : archetype::select {
    using role = coppice::role::score;
};
struct without_prune : archetype::select {
    void prune() const = delete;
};
struct without_asked : archetype::select {
    void asked() = delete;
};
struct without_compares_layers : archetype::select {
    void compares_layers() = delete;
};
struct with_forgotten_state : archetype::select {
    struct state {};
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_prune>);
static_assert(!policy<without_asked>);
static_assert(!policy<without_compares_layers>);
static_assert(!policy<with_forgotten_state>);

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
static_assert(measure<detail::any_measure> && !measure<counts>);

struct counts_by_tensor : counts {
    [[nodiscard]] coppice::index
    of_tensor(std::size_t tensor, coppice::index groups, coppice::index gone) const;
};
static_assert(counter_by_tensor<counts_by_tensor> && !counter_by_tensor<counts>);

} // namespace
} // namespace coppice::select
