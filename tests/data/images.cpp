#include "data/images.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"
#include "sample.hpp"

namespace {

std::string complaint(const data::images& set) {
    return message_of<std::invalid_argument>([&] { data::check(set); });
}

} // namespace

TEST_CASE("images: what fits passes") {
    data::images set = sample_images(4, 3, 2, 5);
    CHECK(data::image_size(set) == 30);
    data::check(set);
    set.class_names.clear();
    data::check(set);
    data::check(data::same_shape(set));
}

TEST_CASE("images: what does not fit is named") {
    const data::images good = sample_images(4, 1, 2, 2);
    data::images set = good;
    set.height = 0;
    CHECK(
        complaint(set) == "images: found a shape of 1 x 0 x 2 with 3 classes, expected every "
                          "number to be at least 1");
    set = good;
    set.pixels.pop_back();
    CHECK(complaint(set) == "images: found a number of pixel values of 15, expected 16");
    set = good;
    set.labels.push_back(0);
    CHECK(complaint(set) == "images: found a number of labels of 5, expected 4");
    set = good;
    set.class_names.pop_back();
    CHECK(complaint(set) == "images: found a number of class names of 2, expected 0 or 3");
    set = good;
    set.labels[2] = 3;
    CHECK(complaint(set) == "images: found the label 3, expected less than 3");
}

TEST_CASE("images: appended images keep pixels and labels together") {
    const data::images set = sample_images(4, 1, 2, 2);
    data::images copy = data::same_shape(set);
    data::append_image(copy, set, 2);
    data::check(copy);
    CHECK(copy.count == 1);
    CHECK(copy.labels[0] == 2);
    CHECK(copy.pixels == std::vector<std::uint8_t>{8, 9, 10, 11});
    CHECK(copy.class_names == set.class_names);
}
