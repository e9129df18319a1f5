#include "coppice/checkpoint/concept.hpp"

#include "checkpoint/sample.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/drive/course.hpp"
#include "coppice/drive/stepper.hpp"
#include "coppice/recipe/named.hpp"

#include "archetype/trainer.hpp"

namespace {

using coppice::checkpoint::encodes_itself;
using coppice::checkpoint::storable;

/// The state of a policy of one's own: nothing more to write.
struct own_state {
    coppice::index round = 0;
    std::vector<double> thresholds;
};
struct with_pointer {
    int* where;
};
struct with_flags {
    std::vector<bool> flags;
};
class closed {
  public:
    explicit closed(int value) : value_(value) {}

  private:
    int value_;
};

static_assert(storable<own_state>);
static_assert(storable<sample::everything>);
static_assert(storable<sample::even> && encodes_itself<sample::even>);
static_assert(storable<std::vector<sample::even>>);
static_assert(!encodes_itself<sample::point>);
static_assert(!storable<with_pointer>);
static_assert(!storable<std::vector<with_pointer>>);
static_assert(!storable<with_flags>);
static_assert(!storable<closed>);
static_assert(!storable<long double>);

// All states of the library's own.
using aiap = decltype(coppice::recipe::aiap({}, 3, coppice::rewind::weights{}));
using one_cycle = decltype(coppice::recipe::one_cycle(0.9));
template <class Recipe>
using session = coppice::drive::session<Recipe, float, coppice::backend::reference>;
template <class Recipe>
using course =
    coppice::drive::course<Recipe, float, archetype::trainer, coppice::backend::reference>;
template <class Recipe>
using pruner = coppice::drive::pruner<Recipe, float, coppice::backend::reference>;
template <class Recipe>
using stepper =
    coppice::drive::stepper<Recipe, float, archetype::trainer, coppice::backend::reference>;
using naive = decltype(coppice::recipe::naive_iterative(0.5));

static_assert(storable<pruner<aiap>::state>);
static_assert(storable<session<one_cycle>::state>);
static_assert(storable<course<one_cycle>::state>);
static_assert(storable<stepper<naive>::state>);

} // namespace
