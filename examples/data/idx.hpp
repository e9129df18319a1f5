#pragma once

#include <filesystem>

#include "data/images.hpp"

namespace data {

/// Reads grey images and their labels from a pair of IDX files, the format of MNIST, each gzipped
/// or not.
///
/// An IDX file is a header of big-endian 32-bit numbers (a magic number, which names the element
/// type and the number of dimensions, and the dimensions), followed by the elements.
///
/// @param images_path  unsigned bytes, [count, height, width]
/// @param labels_path  unsigned bytes, [count]
/// @param classes      labels have to lie in [0, classes); at most 256
/// @throws std::runtime_error naming the file, what was found in it and what was expected
images read_idx(
    const std::filesystem::path& images_path, const std::filesystem::path& labels_path,
    int classes = 10);

} // namespace data
