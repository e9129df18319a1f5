#include "coppice/step/concept.hpp"

#include "archetype/step.hpp"
#include "coppice/step/block.hpp"
#include "coppice/step/by_kind.hpp"
#include "coppice/step/layer.hpp"
#include "coppice/step/model.hpp"

namespace coppice::step {
namespace {

using coppice::model::structure;

static_assert(policy<archetype::step>);
static_assert(policy<model>);
static_assert(policy<block> && policy<layer> && policy<by_kind>);
static_assert(counts_alike<model> && !counts_by_layer<model>);
static_assert(counts_by_layer<by_kind> && !counts_alike<by_kind>);

struct of_another_role : archetype::step {
    using role = coppice::role::schedule;
};
struct without_steps : archetype::step {
    void steps(const structure&) const = delete;
};
struct steps_in_int : archetype::step {
    [[nodiscard]] int steps(const structure&) const;
};
struct without_layers : archetype::step {
    void layers(const structure&, coppice::index) const = delete;
};
struct without_name : archetype::step {
    void name(const structure&, coppice::index) const = delete;
};
struct name_in_characters : archetype::step {
    [[nodiscard]] const char* name(const structure&, coppice::index) const;
};
struct without_count : archetype::step {
    void count(coppice::index) const = delete;
};
struct count_in_double : archetype::step {
    [[nodiscard]] double count(double) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_steps>);
static_assert(!policy<steps_in_int>);
static_assert(!policy<without_layers>);
static_assert(!policy<without_name>);
static_assert(!policy<name_in_characters>);
static_assert(!policy<without_count>);
static_assert(!policy<count_in_double>);

} // namespace
} // namespace coppice::step
