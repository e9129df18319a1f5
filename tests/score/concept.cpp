#include "coppice/score/concept.hpp"

#include "archetype/score.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/apoz.hpp"
#include "coppice/score/fisher.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/lp.hpp"
#include "coppice/score/snip.hpp"
#include "coppice/score/taylor.hpp"
#include "coppice/score/wanda.hpp"

namespace coppice::score {
namespace {

static_assert(policy<archetype::score, float> && policy<archetype::score, double>);
static_assert(policy<l1, float> && policy<l1, double> && policy<l2, float> && policy<l2, double>);
static_assert(policy<lp, float> && policy<taylor, float, float> && policy<snip, float, double>);
static_assert(policy<fisher, double, float> && policy<wanda, double, double>);
static_assert(policy<activation_mean, float> && policy<apoz, double>);
static_assert(!policy<taylor, float>);
static_assert(!policy<l1, int>);
static_assert(!policy<l1, float, float>);

struct of_two_tensors {
    using role = coppice::role::score;
    [[nodiscard]] double accumulate(double, float, double) const;
    [[nodiscard]] double finish(double, coppice::index) const;
};

static_assert(policy<of_two_tensors, float, double>);
static_assert(!policy<of_two_tensors, float>);

struct of_another_role : archetype::score {
    using role = coppice::role::select;
};
struct without_accumulate : archetype::score {
    void accumulate(double, coppice::element auto) const = delete;
};
struct without_finish : archetype::score {
    void finish(double, coppice::index) const = delete;
};
struct accumulates_in_float : archetype::score {
    [[nodiscard]] float accumulate(double, coppice::element auto) const;
};
struct finishes_in_float : archetype::score {
    [[nodiscard]] float finish(double, coppice::index) const;
};

static_assert(of_outputs<activation_mean> && of_outputs<apoz> && !of_outputs<l1>);
static_assert(of_non_negative<activation_mean> && !of_non_negative<apoz> && !of_non_negative<l1>);

struct of_outputs_without_divisor : archetype::score {
    static constexpr bool of_outputs = true;
};
static_assert(!score::of_outputs<of_outputs_without_divisor>);

static_assert(!policy<of_another_role, float>);
static_assert(!policy<without_accumulate, float>);
static_assert(!policy<without_finish, float>);
static_assert(!policy<accumulates_in_float, float>);
static_assert(!policy<finishes_in_float, float>);

} // namespace
} // namespace coppice::score
