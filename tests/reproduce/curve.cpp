#include "reproduce/curve.hpp"

#include "curves.hpp"

#include <doctest/doctest.h>

using reproduce::accuracy_of;
using reproduce::value_at;

TEST_CASE("between two rounds a curve is a straight line") {
    const reproduce::curve of = curves::falling("ILP", 1, 200);
    CHECK(value_at(of, 1, accuracy_of) == 90.0);
    CHECK(value_at(of, 0.5, accuracy_of) == 89.0);
    CHECK(*value_at(of, 0.3, accuracy_of) == doctest::Approx(84.5));
    CHECK(*value_at(of, 0.3, reproduce::stability_of) == doctest::Approx(2));
    CHECK(value_at(of, 0.01, accuracy_of) == 20.0);
    CHECK_FALSE(value_at(of, 0.009, accuracy_of));
    CHECK(value_at(of, 2, accuracy_of) == 90.0);
}

TEST_CASE("a curve says how far down it goes") {
    const reproduce::curve of = curves::falling("ILP", 1, 200);
    CHECK(of.share(of.points[2]) == 0.1);
    CHECK(of.reaches(0.01));
    CHECK_FALSE(of.reaches(0.0099));
    CHECK_FALSE(reproduce::curve{}.reaches(1));
}

TEST_CASE("the work that a loss of accuracy saves is that of the smallest network within it") {
    reproduce::curve of = curves::falling("ILP", 1, 200);
    CHECK(reproduce::fewest_macs(of, 0) == 1000);
    CHECK(reproduce::fewest_macs(of, 0.9) == 1000);
    CHECK(reproduce::fewest_macs(of, 1) == 500); // exactly one point
    CHECK(reproduce::fewest_macs(of, 10) == 100);
    of.points[3].test.correct = 900; // it recovers
    CHECK(reproduce::fewest_macs(of, 0) == 10);
}
