#pragma once

#include <cstddef>
#include <cstdint>

#include "data/images.hpp"

/// `count` images of channels x height x width whose pixels count up through the whole set, modulo
/// 256, with the labels 0, 1, 2, 0, ...
inline data::images sample_images(std::size_t count, int channels, int height, int width) {
    data::images set;
    set.count = count;
    set.channels = channels;
    set.height = height;
    set.width = width;
    set.classes = 3;
    set.class_names = {"a", "b", "c"};
    for (std::size_t i = 0; i < count * data::image_size(set); ++i) {
        set.pixels.push_back(static_cast<std::uint8_t>(i));
    }
    for (std::size_t i = 0; i < count; ++i) {
        set.labels.push_back(static_cast<data::label>(i % 3));
    }
    return set;
}
