#include "coppice/checkpoint/fields.hpp"

#include "checkpoint/sample.hpp"
#include "coppice/drive/report.hpp"

#include <tuple>

#include <doctest/doctest.h>

namespace detail = coppice::checkpoint::detail;

namespace {

struct nothing {};
struct nested {
    nothing first;
    sample::point second;
    int third = 3;
};
struct sixteen {
    int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};

static_assert(detail::count_fields<nothing>() == 0);
static_assert(detail::count_fields<sample::point>() == 2);
static_assert(detail::count_fields<nested>() == 3);
static_assert(detail::count_fields<sample::everything>() == 11);
static_assert(detail::count_fields<sixteen>() == 16);
static_assert(detail::count_fields<coppice::drive::step_report>() == 12);

} // namespace

TEST_CASE("fields are the aggregate's own, in order") {
    sixteen numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    int place = 0;
    const auto visit = [&](int& field) {
        CHECK(field == place);
        field = 2 * place++;
    };
    std::apply([&](auto&... field) { (visit(field), ...); }, detail::fields(numbers));
    CHECK(numbers.p == 30);
    const sample::point point{1, 2.5};
    CHECK(&std::get<1>(detail::fields(point)) == &point.y);
}
