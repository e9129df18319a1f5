#include "coppice/stop/none.hpp"

namespace {

using coppice::stop::none;

static_assert(!none::needs_accuracy);
static_assert(!none{}.enough({.remaining = 0, .parameters = 0, .now = {}}));

} // namespace
