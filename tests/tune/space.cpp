#include "coppice/tune/space.hpp"

#include "core/refusal.hpp"

#include <limits>
#include <set>
#include <vector>

#include <doctest/doctest.h>

using coppice::tune::parameter;
using coppice::tune::space;

TEST_CASE("points are numbered with the last parameter changing fastest") {
    const space both{{{"threshold", {0.5, 1.5}}, {"frozen", {0.3, 0.6, 0.9}}}};
    CHECK_NOTHROW(both.validate());
    CHECK(both.points() == 6);
    CHECK(both.at(0) == std::vector{0.5, 0.3});
    CHECK(both.at(1) == std::vector{0.5, 0.6});
    CHECK(both.at(3) == std::vector{1.5, 0.3});
    CHECK(both.at(5) == std::vector{1.5, 0.9});
    CHECK(both.name(5) == "threshold 1.5, frozen 0.9");
}

TEST_CASE("every combination has one number") {
    const space all{{{"a", {1, 2, 3}}, {"b", {4}}, {"c", {5, 6}}, {"d", {7, 8, 9, 10}}}};
    std::set<std::vector<double>> seen;
    for (coppice::index point = 0; point < all.points(); ++point) {
        seen.insert(all.at(point));
    }
    CHECK(all.points() == 24);
    CHECK(seen.size() == 24);
}

TEST_CASE("a point outside the space is refused") {
    const space one{{{"a", {1, 2}}}};
    for (const coppice::index point : {-1, 2}) {
        CHECK(refusal([&] {
                  static_cast<void>(one.at(point));
              }) == "tune::space: point is " + coppice::text(point) + "; it must be in [0, 2)");
    }
}

TEST_CASE("parameters without name or values, and values given twice, are refused") {
    const auto refused = [](const std::vector<parameter>& parameters) {
        return refusal([&] { space{parameters}.validate(); });
    };
    CHECK(refused({}) == "tune::space: number of parameters is 0; it must be at least 1");
    CHECK(
        refused({{"", {1}}}) ==
        "tune::space: name of parameter 0 is \"\"; it must be a name, and of no other parameter");
    CHECK(
        refused({{"a", {1}}, {"a", {2}}}) ==
        "tune::space: name of parameter 1 is \"a\"; it must be a name, and of no other parameter");
    CHECK(refused({{"a", {}}}) == "a: number of values is 0; it must be at least 1");
    CHECK(refused({{"a", {1, 2, 1}}}) == "a: a value is 1; it must be listed once");
    CHECK(
        refused({{"a", {std::numeric_limits<double>::infinity()}}}) ==
        "a: a value is inf; it must be finite");
}

TEST_CASE("more combinations than can be numbered are refused") {
    space huge;
    std::vector<double> values;
    for (int i = 0; i < 100; ++i) {
        values.push_back(i);
    }
    for (int p = 0; p < 9; ++p) {
        huge.parameters.push_back({"p" + coppice::text(p), values}); // 10^18
    }
    CHECK_NOTHROW(huge.validate());
    huge.parameters.push_back({"p9", values});
    CHECK_THROWS_AS(huge.validate(), coppice::error);
}
