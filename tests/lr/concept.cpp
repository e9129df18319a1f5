#include "coppice/lr/concept.hpp"

#include "archetype/lr.hpp"
#include "coppice/lr/constant.hpp"
#include "coppice/lr/pruning_aware.hpp"
#include "coppice/lr/warmup_decay.hpp"

namespace coppice::lr {
namespace {

static_assert(policy<archetype::lr>);
static_assert(policy<constant> && policy<pruning_aware> && policy<warmup_decay>);

struct of_another_role : archetype::lr {
    using role = coppice::role::schedule;
};
struct without_rate : archetype::lr {
    void rate(const position&) const = delete;
};
struct rate_in_float : archetype::lr {
    [[nodiscard]] float rate(const position&) const;
};
struct rate_of_progress : archetype::lr {
    [[nodiscard]] double rate(double) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_rate>);
static_assert(!policy<rate_in_float>);
static_assert(!policy<rate_of_progress>);

} // namespace
} // namespace coppice::lr
