#include "coppice/core/version.hpp"

#include <algorithm>
#include <cctype>

#include <doctest/doctest.h>

TEST_CASE("the version is three numbers") {
    CHECK(std::count(coppice::version.begin(), coppice::version.end(), '.') == 2);
    CHECK(std::all_of(coppice::version.begin(), coppice::version.end(), [](unsigned char c) {
        return c == '.' || std::isdigit(c) != 0;
    }));
}
