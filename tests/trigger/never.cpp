#include "coppice/trigger/never.hpp"

namespace {

using coppice::trigger::never;

static_assert(!never::needs_accuracy);
static_assert(never::epochs == 0);
static_assert(!never{}.fires({}, {}) && !never{}.fires({2, 2}, {0, 2}));

} // namespace
