#include "reproduce/statistic.hpp"

#include <doctest/doctest.h>

TEST_CASE("mean and deviation of a sample") {
    reproduce::statistic of;
    CHECK(of.text() == "-");
    CHECK(of.mean() == 0);
    of.add(2);
    CHECK(of.text() == "2.00");
    CHECK(of.deviation() == 0);
    of.add(4);
    of.add(6);
    CHECK(of.count() == 3);
    CHECK(of.mean() == 4);
    CHECK(of.deviation() == doctest::Approx(2));
    CHECK(of.text(1) == "4.0 ± 2.0");
}
