#include "coppice/couple/concept.hpp"

#include "archetype/couple.hpp"
#include "coppice/couple/none.hpp"
#include "coppice/couple/together.hpp"

namespace coppice::couple {
namespace {

static_assert(policy<archetype::couple>);
static_assert(policy<none> && policy<together>);

struct of_another_role : archetype::couple {
    using role = coppice::role::score;
};
struct without_couples : archetype::couple {
    void couples() = delete;
};
struct without_accumulate : archetype::couple {
    void accumulate(double, double) const = delete;
};
struct without_finish : archetype::couple {
    void finish(double, coppice::index) const = delete;
};
struct without_read : archetype::couple {
    void read(coppice::index) const = delete;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_couples>);
static_assert(!policy<without_accumulate>);
static_assert(!policy<without_finish>);
static_assert(!policy<without_read>);

} // namespace
} // namespace coppice::couple
