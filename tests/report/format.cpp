#include "report/format.hpp"

#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include "sample.hpp"

TEST_CASE("format: thousands separators") {
    CHECK(report::grouped(0) == "0");
    CHECK(report::grouped(999) == "999");
    CHECK(report::grouped(1000) == "1,000");
    CHECK(report::grouped(272474U) == "272,474");
    CHECK(report::grouped(-123) == "-123");
    CHECK(report::grouped(-272474) == "-272,474");
    CHECK(
        report::grouped(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("format: decimals") {
    CHECK(report::decimal(0.314, 2) == "0.31");
    CHECK(report::decimal(2, 0) == "2");
    CHECK(report::decimal(-0.04, 1) == "0.0");
    CHECK(report::decimal(-0.06, 1) == "-0.1");
    CHECK(report::decimal(not_a_number, 1) == "nan");
    CHECK(report::decimal(-infinity, 1) == "-inf");
    CHECK(report::decimal(std::numeric_limits<double>::max(), 100).size() == 410);
    CHECK(report::decimal(1.5, -3) == "2");
}

TEST_CASE("format: digits that count") {
    CHECK(report::significant(0.0029918497956622726, 3) == "0.00299");
    CHECK(report::significant(0.1, 3) == "0.1");
    CHECK(report::significant(1.2e-7, 3) == "1.2e-07");
    CHECK(report::significant(-1234567, 3) == "-1.23e+06");
    CHECK(report::significant(0, 3) == "0");
    CHECK(report::significant(2.5, 0) == "2");
    CHECK(report::significant(std::numeric_limits<double>::min(), 200).size() < 128);
    CHECK(report::significant(not_a_number, 3) == "nan");
    CHECK(report::significant(infinity, 3) == "inf");
}

TEST_CASE("format: digits that count, without an exponent") {
    CHECK(report::fixed(0.0029918, 3) == "0.00299");
    CHECK(report::fixed(0.1, 3) == "0.100");
    CHECK(report::fixed(9.996, 3) == "10.0");
    CHECK(report::fixed(-0.742, 3) == "-0.742");
    CHECK(report::fixed(1234.5678, 3) == "1235");
    CHECK(report::fixed(0, 3) == "0");
    CHECK(report::fixed(not_a_number, 3) == "nan");
}

TEST_CASE("format: percentages") {
    CHECK(report::percent(0.9341) == "93.4 %");
    CHECK(report::percent(1, 0) == "100 %");
    CHECK(report::percent(0.12345, 2) == "12.35 %");
}

TEST_CASE("format: durations, on both sides of every border") {
    CHECK(report::duration(0) == "0 s");
    CHECK(report::duration(0.0004) == "0 s");
    CHECK(report::duration(0.085) == "85 ms");
    CHECK(report::duration(0.9994) == "999 ms");
    CHECK(report::duration(0.9996) == "1.0 s");
    CHECK(report::duration(4.21) == "4.2 s");
    CHECK(report::duration(9.94) == "9.9 s");
    CHECK(report::duration(9.96) == "10 s");
    CHECK(report::duration(59.4) == "59 s");
    CHECK(report::duration(59.6) == "1 m 0 s");
    CHECK(report::duration(72) == "1 m 12 s");
    CHECK(report::duration(3599.6) == "1 h 0 m");
    CHECK(report::duration(7500) == "2 h 5 m");
    CHECK(report::duration(86399.9) == "1 d 0 h");
    CHECK(report::duration(3 * 86400 + 4 * 3600) == "3 d 4 h");
}

TEST_CASE("format: durations that are none") {
    CHECK(report::duration(-1) == "?");
    CHECK(report::duration(infinity) == "?");
    CHECK(report::duration(not_a_number) == "?");
}

TEST_CASE("format: rates") {
    CHECK(report::rate(4912.3, "images") == "4,912 images/s");
    CHECK(report::rate(9.96, "images") == "10 images/s");
    CHECK(report::rate(3.44, "images") == "3.4 images/s");
    CHECK(report::rate(0.996, "images") == "1.0 images/s");
    CHECK(report::rate(0.25, "blocks") == "0.25 blocks/s");
}
