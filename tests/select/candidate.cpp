#include "coppice/select/candidate.hpp"

namespace {

using coppice::select::not_a_number;

static_assert(!not_a_number{}.found());
static_assert(not_a_number{0, 0}.found());
static_assert(not_a_number{3, 17}.found());

} // namespace
