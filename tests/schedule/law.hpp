#pragma once

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace law {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Pairs of an initial and a target sparsity that a schedule must run between, to the last bit.
template <class Visit>
void each_range(Visit visit) {
    for (int i = 0; i <= 95; i += 5) {
        for (int t = i; t <= 99; ++t) {
            visit(i / 100.0, t / 100.0);
        }
    }
    visit(0.1, 0.1 + 0.2);
    visit(1.0 / 3, 2.0 / 3);
    visit(0.0, std::nextafter(1.0, 0.0));
}

/// The target is met at t = 1 to the last bit.
template <class Schedule>
void meets_target(const Schedule& schedule) {
    INFO("initial ", schedule.initial, ", target ", schedule.target);
    REQUIRE(schedule.sparsity(1) == schedule.target);
}

/// Over a fine grid the sparsity never falls, and stays from initial to target.
template <class Schedule>
void never_falls(const Schedule& schedule) {
    constexpr int steps = 20000;
    double before = schedule.initial;
    for (int i = 0; i <= steps; ++i) {
        const double now = schedule.sparsity(static_cast<double>(i) / steps);
        const bool rises = now >= before && now <= schedule.target;
        INFO("t = ", static_cast<double>(i) / steps, ": ", now, " after ", before);
        REQUIRE(rises);
        before = now;
    }
}

} // namespace law
