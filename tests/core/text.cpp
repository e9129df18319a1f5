#include "coppice/core/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

#include <doctest/doctest.h>

using coppice::text;

namespace {

double read(const std::string& written) {
    return std::strtod(written.c_str(), nullptr);
}

} // namespace

TEST_CASE("a number is written with the shortest digits that read back the same") {
    CHECK(text(0.1) == "0.1");
    CHECK(text(1.0) == "1");
    CHECK(text(1e-3) == "0.001");
    CHECK(text(0.1F) == "0.1");
    CHECK(text(-0.5) == "-0.5");
    CHECK(read(text(0.1 + 0.2)) == 0.1 + 0.2);
    CHECK(read(text(1.0 / 3)) == 1.0 / 3);
}

TEST_CASE("integers are written in full, whatever their width") {
    CHECK(text(0) == "0");
    CHECK(text(-7) == "-7");
    CHECK(text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(text(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
}

TEST_CASE("the longest number fits") {
    CHECK(
        read(text(-std::numeric_limits<double>::denorm_min())) ==
        -std::numeric_limits<double>::denorm_min());
    CHECK(read(text(-std::numeric_limits<double>::max())) == -std::numeric_limits<double>::max());
}

TEST_CASE("what is no number has a name") {
    CHECK(text(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(text(std::numeric_limits<double>::infinity()) == "inf");
    CHECK(text(-std::numeric_limits<float>::infinity()) == "-inf");
}
