#include "data/images.hpp"

#include <algorithm>
#include <stdexcept>

namespace data {
namespace {

void expect(bool good, const std::string& name, std::size_t found, const std::string& expected) {
    if (!good) {
        throw std::invalid_argument(
            "images: found " + name + " " + std::to_string(found) + ", expected " + expected);
    }
}

} // namespace

std::size_t image_size(const images& set) {
    return static_cast<std::size_t>(set.channels) * static_cast<std::size_t>(set.height) *
           static_cast<std::size_t>(set.width);
}

void check(const images& set) {
    if (set.channels < 1 || set.height < 1 || set.width < 1 || set.classes < 1) {
        throw std::invalid_argument(
            "images: found a shape of " + std::to_string(set.channels) + " x " +
            std::to_string(set.height) + " x " + std::to_string(set.width) + " with " +
            std::to_string(set.classes) + " classes, expected every number to be at least 1");
    }
    const std::size_t values = set.count * image_size(set);
    expect(
        set.pixels.size() == values, "a number of pixel values of", set.pixels.size(),
        std::to_string(values));
    expect(
        set.labels.size() == set.count, "a number of labels of", set.labels.size(),
        std::to_string(set.count));
    const auto classes = static_cast<std::size_t>(set.classes);
    expect(
        set.class_names.empty() || set.class_names.size() == classes, "a number of class names of",
        set.class_names.size(), "0 or " + std::to_string(classes));
    const auto largest = std::max_element(set.labels.begin(), set.labels.end());
    expect(
        largest == set.labels.end() || *largest < classes, "the label",
        largest == set.labels.end() ? 0 : *largest, "less than " + std::to_string(classes));
}

images same_shape(const images& set) {
    images result;
    result.channels = set.channels;
    result.height = set.height;
    result.width = set.width;
    result.classes = set.classes;
    result.class_names = set.class_names;
    return result;
}

void append_image(images& to, const images& from, std::size_t index) {
    const std::size_t size = image_size(from);
    const std::uint8_t* first = from.pixels.data() + index * size;
    to.pixels.insert(to.pixels.end(), first, first + size);
    to.labels.push_back(from.labels[index]);
    ++to.count;
}

} // namespace data
