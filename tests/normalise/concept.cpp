#include "coppice/normalise/concept.hpp"

#include "archetype/normalise.hpp"
#include "coppice/normalise/l2.hpp"
#include "coppice/normalise/max.hpp"
#include "coppice/normalise/mean.hpp"
#include "coppice/normalise/none.hpp"
#include "coppice/normalise/sum.hpp"

namespace coppice::normalise {
namespace {

static_assert(policy<archetype::normalise>);
static_assert(policy<none> && policy<mean> && policy<sum> && policy<max> && policy<l2>);

struct of_another_role : archetype::normalise {
    using role = coppice::role::score;
};
struct without_divides : archetype::normalise {
    void divides() = delete;
};
struct without_accumulate : archetype::normalise {
    void accumulate(double, double) const = delete;
};
struct without_finish : archetype::normalise {
    void finish(double, coppice::index) const = delete;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_divides>);
static_assert(!policy<without_accumulate>);
static_assert(!policy<without_finish>);

} // namespace
} // namespace coppice::normalise
