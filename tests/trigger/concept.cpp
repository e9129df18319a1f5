#include "coppice/trigger/concept.hpp"

#include "archetype/trigger.hpp"
#include "coppice/trigger/accuracy_drop.hpp"
#include "coppice/trigger/always.hpp"
#include "coppice/trigger/never.hpp"

namespace coppice::trigger {
namespace {

using coppice::metric::accuracy;

static_assert(policy<archetype::trigger>);
static_assert(policy<accuracy_drop> && policy<always> && policy<never>);

struct of_another_role : archetype::trigger {
    using role = coppice::role::stop;
};
struct without_needs_accuracy : archetype::trigger {
    void needs_accuracy() = delete;
};
struct needs_accuracy_at_run_time : archetype::trigger {
    bool needs_accuracy;
};
struct without_epochs : archetype::trigger {
    void epochs() = delete;
};
struct without_fires : archetype::trigger {
    void fires(const accuracy&, const accuracy&) const = delete;
};
struct fires_count : archetype::trigger {
    [[nodiscard]] int fires(const accuracy&, const accuracy&) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_needs_accuracy>);
static_assert(!policy<needs_accuracy_at_run_time>);
static_assert(!policy<without_epochs>);
static_assert(!policy<without_fires>);
static_assert(!policy<fires_count>);

} // namespace
} // namespace coppice::trigger
