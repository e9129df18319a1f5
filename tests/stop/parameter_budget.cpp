#include "coppice/stop/parameter_budget.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::stop::parameter_budget;

TEST_CASE("it is enough when no more parameters are left than the budget") {
    constexpr parameter_budget budget{.parameters = 1000};
    static_assert(!budget.enough({.remaining = 1, .parameters = 1001, .now = {}}));
    static_assert(budget.enough({.remaining = 1, .parameters = 1000, .now = {}}));
    static_assert(budget.enough({.remaining = 1, .parameters = 999, .now = {}}));
    static_assert(!parameter_budget::needs_accuracy);
}

TEST_CASE("a budget is a parameter at least") {
    CHECK_NOTHROW(parameter_budget{.parameters = 1}.validate());
    CHECK(refusal([] {
              parameter_budget{.parameters = 0}.validate();
          }) == "stop::parameter_budget: parameters is 0; it must be at least 1");
    CHECK_THROWS_AS(parameter_budget{.parameters = -5}.validate(), coppice::error);
}
