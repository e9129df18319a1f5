#include "coppice/metric/accuracy.hpp"

namespace {

using coppice::metric::accuracy;

static_assert(accuracy{9734, 10000}.percent() == 97.34);
static_assert(accuracy{0, 10}.percent() == 0);
static_assert(accuracy{10, 10}.percent() == 100);
static_assert(accuracy{}.percent() == 0);
static_assert(accuracy{1, 2} == accuracy{1, 2});
static_assert(accuracy{1, 2} != accuracy{2, 4});

} // namespace
