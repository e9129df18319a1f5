#include "coppice/objective/concept.hpp"

#include "archetype/objective.hpp"
#include "coppice/objective/against_larger.hpp"
#include "coppice/objective/against_naive.hpp"

namespace coppice::objective {
namespace {

static_assert(policy<archetype::objective>);
static_assert(policy<against_naive> && policy<against_larger>);

struct of_another_role : archetype::objective {
    using role = coppice::role::search;
};
struct without_value : archetype::objective {
    void value(const position&) const = delete;
};
struct value_in_float : archetype::objective {
    [[nodiscard]] float value(const position&) const;
};
struct value_of_numbers : archetype::objective {
    [[nodiscard]] double value(double, double) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_value>);
static_assert(!policy<value_in_float>);
static_assert(!policy<value_of_numbers>);

} // namespace
} // namespace coppice::objective
