#include "data/normalisation.hpp"

#include <cmath>
#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"
#include "sample.hpp"

TEST_CASE("normalisation: mean and deviation a channel, over all images") {
    data::images set = sample_images(2, 2, 1, 2);
    set.pixels = {0, 255, 10, 10, 255, 255, 30, 30};
    const data::normalisation scale = data::measure_normalisation(set);
    REQUIRE(scale.mean.size() == 2);
    REQUIRE(scale.deviation.size() == 2);
    CHECK(scale.mean[0] == doctest::Approx(0.75));
    CHECK(scale.deviation[0] == doctest::Approx(std::sqrt(0.1875)));
    CHECK(scale.mean[1] == doctest::Approx(20.0 / 255));
    CHECK(scale.deviation[1] == doctest::Approx(10.0 / 255));
}

TEST_CASE("normalisation: a channel of one value is not divided by zero") {
    data::images set = sample_images(2, 1, 1, 2);
    set.pixels = {51, 51, 51, 51};
    const data::normalisation scale = data::measure_normalisation(set);
    CHECK(scale.mean[0] == doctest::Approx(0.2));
    CHECK(scale.deviation[0] == 1);
}

TEST_CASE("normalisation: an empty set") {
    CHECK(message_of<std::invalid_argument>([] {
              data::measure_normalisation(sample_images(0, 1, 2, 2));
          }) == "normalisation: found no image, expected at least one");
}
