#include "coppice/core/error.hpp"

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

TEST_CASE("an error is one sentence, and its four parts can be read one by one") {
    const coppice::error error("conv1", "ratio", "1.5", "in [0, 1)");
    CHECK(error.what() == std::string("conv1: ratio is 1.5; it must be in [0, 1)"));
    CHECK(error.where() == "conv1");
    CHECK(error.parameter() == "ratio");
    CHECK(error.value() == "1.5");
    CHECK(error.range() == "in [0, 1)");
}

TEST_CASE("an error is caught as any other") {
    CHECK_THROWS_AS(throw coppice::error("a", "b", "c", "d"), std::runtime_error);
}
