#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace data {

/// The number of an image's class.
using label = std::uint16_t;

/// Labelled images of one size, as they lie in the files: one byte a pixel and channel.
struct images {
    std::size_t count = 0; ///< number of images
    int channels = 0;
    int height = 0;                       ///< pixels
    int width = 0;                        ///< pixels
    int classes = 0;                      ///< labels lie in [0, classes)
    std::vector<std::uint8_t> pixels;     ///< [count, channels, height, width], 0 black, 255 white
    std::vector<label> labels;            ///< [count]
    std::vector<std::string> class_names; ///< [classes], or empty where the classes have no names
};

/// A data set as it is published: what to train on, and what to measure the result with.
struct data_set {
    std::string name;
    images training;
    images test;                      ///< of the same shape and classes as `training`
    std::vector<std::string> skipped; ///< files that were left out as asked, each with the reason
};

/// Values in one image: channels * height * width.
std::size_t image_size(const images& set);

/// Checks that the sizes of the vectors fit the shape, and the labels the classes.
/// @throws std::invalid_argument naming the first thing which does not fit
void check(const images& set);

/// An empty set with the shape, classes and class names of `set`.
images same_shape(const images& set);

/// Appends image `index` of `from` and its label to `to`, a set of the same shape.
void append_image(images& to, const images& from, std::size_t index);

} // namespace data
