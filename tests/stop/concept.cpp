#include "coppice/stop/concept.hpp"

#include "archetype/stop.hpp"
#include "coppice/stop/accuracy_floor.hpp"
#include "coppice/stop/none.hpp"
#include "coppice/stop/parameter_budget.hpp"
#include "coppice/stop/target_sparsity.hpp"

namespace coppice::stop {
namespace {

static_assert(policy<archetype::stop>);
static_assert(policy<none> && policy<accuracy_floor>);
static_assert(policy<parameter_budget> && policy<target_sparsity>);

struct of_another_role : archetype::stop {
    using role = coppice::role::trigger;
};
struct without_needs_accuracy : archetype::stop {
    void needs_accuracy() = delete;
};
struct needs_accuracy_as_a_count : archetype::stop {
    static constexpr int needs_accuracy = 1;
};
struct without_enough : archetype::stop {
    void enough(const position&) const = delete;
};
struct enough_says_nothing : archetype::stop {
    void enough(const position&) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_needs_accuracy>);
static_assert(!policy<needs_accuracy_as_a_count>);
static_assert(!policy<without_enough>);
static_assert(!policy<enough_says_nothing>);

} // namespace
} // namespace coppice::stop
