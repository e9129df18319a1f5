#include "data/split.hpp"

#include <algorithm>
#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"
#include "sample.hpp"

namespace {

/// The first pixel of each image, which tells the images of a small sample apart.
std::vector<int> identities(const data::images& set) {
    std::vector<int> result;
    for (std::size_t i = 0; i < set.count; ++i) {
        result.push_back(set.pixels[i * data::image_size(set)]);
    }
    return result;
}

} // namespace

TEST_CASE("split: each image is in one part, with its own label") {
    const data::images set = sample_images(20, 1, 2, 2);
    const data::parts parts = data::split(set, 6, 1);
    data::check(parts.training);
    data::check(parts.validation);
    CHECK(parts.training.count == 14);
    CHECK(parts.validation.count == 6);
    CHECK(parts.validation.class_names == set.class_names);

    std::vector<int> all = identities(parts.training);
    for (const int identity : identities(parts.validation)) {
        all.push_back(identity);
    }
    std::sort(all.begin(), all.end());
    CHECK(all == identities(set));
    for (std::size_t i = 0; i < parts.training.count; ++i) {
        CHECK(parts.training.labels[i] == parts.training.pixels[4 * i] / 4 % 3);
    }
}

TEST_CASE("split: repeats by its seed") {
    const data::images set = sample_images(20, 1, 2, 2);
    const auto validation = [&](std::uint64_t seed) {
        return identities(data::split(set, 6, seed).validation);
    };
    CHECK(validation(1) == validation(1));
    CHECK(validation(1) != validation(2));
}

TEST_CASE("split: something has to be left to train on") {
    const data::images set = sample_images(5, 1, 2, 2);
    CHECK(data::split(set, 0, 1).validation.count == 0);
    CHECK(data::split(set, 4, 1).training.count == 1);
    CHECK(message_of<std::invalid_argument>([&] {
              data::split(set, 5, 1);
          }) == "split: found 5 images wanted for validation, expected fewer than the 5 there are");
}

TEST_CASE("take: the first images") {
    const data::images set = sample_images(5, 1, 2, 2);
    const data::images first = data::take(set, 2);
    data::check(first);
    CHECK(identities(first) == std::vector<int>{0, 4});
    CHECK(first.labels == std::vector<data::label>{0, 1});
    CHECK(data::take(set, 5).pixels == set.pixels);
    CHECK(data::take(set, 0).count == 0);
    CHECK(message_of<std::invalid_argument>([&] {
              data::take(set, 6);
          }) == "take: found 6 images wanted, expected at most the 5 there are");
}

TEST_CASE("draw: so many images, as a split has them, or all") {
    const data::images set = sample_images(5, 1, 2, 2);
    CHECK(data::draw(set, 2, 7).pixels == data::split(set, 3, 7).training.pixels);
    for (const std::size_t all : {0U, 5U, 6U}) {
        CHECK(data::draw(set, all, 7).pixels == set.pixels);
    }
}
