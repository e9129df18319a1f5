#include "coppice/reduce/concept.hpp"

#include "archetype/reduce.hpp"
#include "coppice/reduce/none.hpp"

namespace coppice::reduce {
namespace {

static_assert(policy<archetype::reduce>);
static_assert(policy<none>);

struct of_another_role : archetype::reduce {
    using role = coppice::role::stop;
};
struct without_sum : archetype::reduce {
    void sum(coppice::index) const = delete;
};
struct sum_in_double : archetype::reduce {
    [[nodiscard]] double sum(double) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_sum>);
static_assert(!policy<sum_in_double>);

} // namespace
} // namespace coppice::reduce
