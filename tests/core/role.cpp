#include "coppice/core/role.hpp"

namespace {

using namespace coppice;

struct scores {
    using role = coppice::role::score;
};
struct selects : scores {
    using role = coppice::role::select;
};
struct idle {};
struct has_a_member_of_that_name {
    int role;
};

static_assert(answers<scores, role::score>);
static_assert(!answers<scores, role::select>);
static_assert(answers<selects, role::select> && !answers<selects, role::score>);
static_assert(!answers<idle, role::score> && !answers<int, role::score>);
static_assert(has_role<scores>);
static_assert(!has_role<idle> && !has_role<has_a_member_of_that_name> && !has_role<int>);

} // namespace
