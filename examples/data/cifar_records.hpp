#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "data/images.hpp"

namespace data {

/// How the records of a CIFAR file are made: labels, then 32 x 32 bytes each of red, green, blue.
struct cifar_layout {
    std::string name;                   ///< "CIFAR-10", for errors
    std::size_t labels = 1;             ///< bytes before the pixels
    std::size_t label = 0;              ///< which of them counts
    std::vector<std::size_t> classes{}; ///< how many each of them may take
};

/// An empty set for images of 3 x 32 x 32.
images cifar_images(int classes);

/// Appends all records of a file, gzipped or not.
/// @param records  how many it has to hold
/// @throws std::runtime_error naming the file, what was found in it and what was expected
void append_cifar_file(
    images& set, const std::filesystem::path& path, const cifar_layout& layout,
    std::size_t records);

} // namespace data
