#include "data/batches.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

#include "message.hpp"
#include "sample.hpp"

namespace {

/// Leaves pixel values as they are, but for the division by 255.
data::normalisation plain(std::size_t channels) {
    return {std::vector<float>(channels, 0), std::vector<float>(channels, 1)};
}

/// The pixels of an epoch, times 255, in the order in which they come.
std::vector<int> pixels_of_epoch(data::batches& batches, std::uint64_t epoch) {
    std::vector<float> inputs(batches.values());
    std::vector<int> labels(batches.batch_size());
    const std::size_t size = batches.values() / batches.batch_size();
    std::vector<int> result;
    batches.start(epoch);
    while (const std::size_t count = batches.next(inputs, labels)) {
        for (std::size_t i = 0; i < count * size; ++i) {
            result.push_back(static_cast<int>(std::lround(inputs[i] * 255)));
        }
    }
    return result;
}

} // namespace

TEST_CASE("batches: in order, the last partial batch included") {
    const data::images set = sample_images(5, 2, 1, 2);
    data::batches batches(set, plain(2), {.batch_size = 2});
    CHECK(batches.count() == 3);
    CHECK(batches.values() == 8);
    std::vector<float> inputs(8);
    std::vector<int> labels(2, -1);
    CHECK(batches.next(inputs, labels) == 2);
    CHECK(labels == std::vector<int>{0, 1});
    CHECK(inputs[7] == doctest::Approx(7.0 / 255));
    CHECK(batches.next(inputs, labels) == 2);
    CHECK(labels == std::vector<int>{2, 0});
    CHECK(batches.next(inputs, labels) == 1);
    CHECK(labels[0] == 1);
    CHECK(inputs[0] == doctest::Approx(16.0 / 255));
    CHECK(batches.next(inputs, labels) == 0);
    CHECK(batches.next(inputs, labels) == 0);
    batches.start(1);
    CHECK(batches.next(inputs, labels) == 2);
    CHECK(labels == std::vector<int>{0, 1});
}

TEST_CASE("batches: a full last batch is not followed by an empty one") {
    const data::images set = sample_images(4, 1, 1, 2);
    data::batches batches(set, plain(1), {.batch_size = 2});
    CHECK(batches.count() == 2);
    CHECK(pixels_of_epoch(batches, 0).size() == 8);
}

TEST_CASE("batches: each channel is normalised by its own mean and deviation") {
    data::images set = sample_images(1, 2, 1, 1);
    set.pixels = {51, 102};
    const data::normalisation scale{.mean = {0.1F, 0.6F}, .deviation = {0.5F, 0.25F}};
    data::batches batches(set, scale, {.batch_size = 1});
    std::vector<float> inputs(2);
    std::vector<int> labels(1);
    batches.next(inputs, labels);
    CHECK(inputs[0] == doctest::Approx(0.2));
    CHECK(inputs[1] == doctest::Approx(-0.8));
}

TEST_CASE("batches: shuffling is a pure function of seed and epoch") {
    const data::images set = sample_images(50, 1, 1, 1);
    data::batches batches(set, plain(1), {.batch_size = 8, .shuffle = true, .seed = 7});
    const std::vector<int> third = pixels_of_epoch(batches, 3);
    CHECK(pixels_of_epoch(batches, 4) != third);
    CHECK(pixels_of_epoch(batches, 3) == third);

    data::batches again(set, plain(1), {.batch_size = 8, .shuffle = true, .seed = 7});
    CHECK(pixels_of_epoch(again, 3) == third);
    data::batches other(set, plain(1), {.batch_size = 8, .shuffle = true, .seed = 8});
    CHECK(pixels_of_epoch(other, 3) != third);

    std::vector<int> sorted = third;
    std::sort(sorted.begin(), sorted.end());
    CHECK(third != sorted);
    for (int i = 0; i < 50; ++i) {
        CHECK(sorted.at(static_cast<std::size_t>(i)) == i);
    }
}

TEST_CASE("batches: labels follow their shuffled images") {
    const data::images set = sample_images(50, 1, 1, 1);
    data::batches batches(set, plain(1), {.batch_size = 50, .shuffle = true});
    std::vector<float> inputs(50);
    std::vector<int> labels(50);
    batches.next(inputs, labels);
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK(labels[i] == static_cast<int>(std::lround(inputs[i] * 255)) % 3);
    }
}

TEST_CASE("batches: flipped images are mirrored, in every channel") {
    const data::images set = sample_images(20, 2, 2, 3);
    data::batches batches(set, plain(2), {.batch_size = 20, .augment = {.flip = true}});
    const std::vector<int> pixels = pixels_of_epoch(batches, 0);
    int mirrored = 0;
    for (std::size_t row = 0; row < 80; ++row) {
        const int first = static_cast<int>(3 * row);
        const std::vector<int> got(pixels.data() + 3 * row, pixels.data() + 3 * row + 3);
        const std::vector<int> same{first, first + 1, first + 2};
        const std::vector<int> mirror{first + 2, first + 1, first};
        CHECK((got == same || got == mirror));
        mirrored += got == mirror ? 1 : 0;
    }
    CHECK(mirrored > 0);
    CHECK(mirrored < 80);
    CHECK(mirrored % 4 == 0);
    CHECK(pixels_of_epoch(batches, 0) == pixels);
    CHECK(pixels_of_epoch(batches, 1) != pixels);
}

TEST_CASE("batches: cropped images are moved, and black where nothing was") {
    data::images set = sample_images(1, 1, 2, 2);
    set.pixels = {1, 2, 3, 4};
    data::batches batches(set, plain(1), {.batch_size = 1, .augment = {.padding = 1}});
    const std::vector<std::vector<int>> all{{0, 0, 0, 1}, {0, 0, 1, 2}, {0, 0, 2, 0},
                                            {0, 1, 0, 3}, {1, 2, 3, 4}, {2, 0, 4, 0},
                                            {0, 3, 0, 0}, {3, 4, 0, 0}, {4, 0, 0, 0}};
    std::vector<bool> seen(all.size());
    for (std::uint64_t epoch = 0; epoch < 200; ++epoch) {
        const auto found = std::find(all.begin(), all.end(), pixels_of_epoch(batches, epoch));
        REQUIRE(found != all.end());
        seen[static_cast<std::size_t>(found - all.begin())] = true;
    }
    CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
}

TEST_CASE("batches: images turned by nothing are as they were, in every channel") {
    const data::images set = sample_images(3, 2, 4, 5);
    data::batches plain_ones(set, plain(2), {.batch_size = 3});
    data::batches bent(set, plain(2), {.batch_size = 3, .augment = {.rotation = 1e-9}});
    CHECK(pixels_of_epoch(bent, 0) == pixels_of_epoch(plain_ones, 0));
}

TEST_CASE("batches: turned and warped images differ by epoch, and repeat") {
    const data::images set = sample_images(4, 1, 6, 6);
    data::batches bent(
        set, plain(1), {.batch_size = 4, .seed = 3, .augment = {.rotation = 20, .warp = 0.3}});
    const std::vector<int> first = pixels_of_epoch(bent, 0);
    CHECK(pixels_of_epoch(bent, 1) != first);
    CHECK(pixels_of_epoch(bent, 0) == first);
    for (const int pixel : first) {
        CHECK(pixel >= 0);
        CHECK(pixel <= 255);
    }
}

TEST_CASE("batches: another seed is another order, from epoch 0 on") {
    const data::images set = sample_images(50, 1, 1, 1);
    data::batches batches(set, plain(1), {.batch_size = 8, .shuffle = true, .seed = 7});
    data::batches other(set, plain(1), {.batch_size = 8, .shuffle = true, .seed = 8});
    const std::vector<int> of_seven = pixels_of_epoch(batches, 1);
    batches.reseed(8);
    CHECK(pixels_of_epoch(batches, 1) == pixels_of_epoch(other, 1));
    batches.reseed(7);
    CHECK(pixels_of_epoch(batches, 1) == of_seven);
}

TEST_CASE("batches: augmentation does not depend on the order or on the size of a batch") {
    const data::images set = sample_images(10, 1, 2, 2);
    const data::augmentation augment{.flip = true, .padding = 1};
    data::batches small(set, plain(1), {.batch_size = 1, .seed = 5, .augment = augment});
    data::batches large(set, plain(1), {.batch_size = 7, .seed = 5, .augment = augment});
    CHECK(pixels_of_epoch(small, 2) == pixels_of_epoch(large, 2));
}

TEST_CASE("batches: an empty set yields nothing") {
    const data::images set = sample_images(0, 1, 2, 2);
    data::batches batches(set, plain(1));
    CHECK(batches.count() == 0);
    CHECK(pixels_of_epoch(batches, 0).empty());
}

TEST_CASE("batches: what does not fit is refused") {
    const data::images set = sample_images(4, 2, 1, 2);
    const auto complaint = [&](const data::normalisation& scale,
                               const data::batch_options& options) {
        return message_of<std::invalid_argument>([&] { data::batches(set, scale, options); });
    };
    CHECK(
        complaint(plain(2), {.batch_size = 0}) ==
        "batches: found a batch size of 0, expected at least 1");
    CHECK(
        complaint(plain(2), {.augment = {.padding = -1}}) ==
        "batches: found a padding of -1 pixels, expected 0 to 65535");
    CHECK(
        complaint(plain(2), {.augment = {.rotation = 181}}) ==
        "batches: found a rotation by 181.000000 degrees, expected 0 to 180");
    CHECK(
        complaint(plain(2), {.augment = {.warp = 0.5}}) ==
        "batches: found a warp of 0.500000, expected at least 0 and below 0.5");
    CHECK(
        complaint(plain(1), {}) == "batches: found a normalisation of 1 means and 1 deviations, "
                                   "expected one each for 2 channels");
    CHECK(
        complaint({.mean = {0, 0}, .deviation = {1, 0}}, {}) ==
        "batches: found a deviation of 0.000000, expected a number above 0");

    data::batches batches(set, plain(2), {.batch_size = 2});
    std::vector<float> inputs(8);
    std::vector<int> labels(2);
    CHECK(message_of<std::invalid_argument>([&] {
              batches.next(std::span(inputs).first(7), labels);
          }) == "batches: found a buffer for 7 values, expected room for a full batch of 8");
    CHECK(message_of<std::invalid_argument>([&] {
              batches.next(inputs, std::span(labels).first(1));
          }) == "batches: found a buffer for 1 labels, expected room for a full batch of 2");
}

TEST_CASE("batches: a set that would be gone at once does not compile") {
    CHECK_FALSE(std::is_constructible_v<data::batches, data::images&&, data::normalisation>);
    CHECK(std::is_constructible_v<data::batches, data::images&, data::normalisation>);
}
