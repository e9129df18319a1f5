#include "coppice/reduce/none.hpp"

namespace {

static_assert(coppice::reduce::none{}.sum(0) == 0);
static_assert(coppice::reduce::none{}.sum(coppice::index{1} << 40U) == coppice::index{1} << 40U);

} // namespace
