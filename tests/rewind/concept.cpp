#include "coppice/rewind/concept.hpp"

#include "archetype/rewind.hpp"
#include "coppice/rewind/learning_rate.hpp"
#include "coppice/rewind/none.hpp"
#include "coppice/rewind/weights.hpp"

namespace coppice::rewind {
namespace {

static_assert(policy<archetype::rewind>);
static_assert(policy<none> && policy<weights> && policy<learning_rate>);
static_assert(none::begins == start::afresh);
static_assert(weights::begins == start::earlier);
static_assert(learning_rate::begins == start::onward);

struct of_another_role : archetype::rewind {
    using role = coppice::role::lr;
};
struct without_begins : archetype::rewind {
    void begins() = delete;
};
struct without_retraining : archetype::rewind {
    void retraining(int) const = delete;
};
struct retraining_in_int : archetype::rewind {
    [[nodiscard]] int retraining(int) const;
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_begins>);
static_assert(!policy<without_retraining>);
static_assert(!policy<retraining_in_int>);

} // namespace
} // namespace coppice::rewind
