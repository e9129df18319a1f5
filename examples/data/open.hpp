#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/images.hpp"

namespace data {

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr std::string_view fashion_mnist_directory = "/usr/share/datasets/fashion-mnist";

/// The names that `open_data_set` knows.
std::vector<std::string> known_data_sets();

/// Reads a data set by its name: `mnist`, `fashion-mnist` or `cifar10`.
///
/// @param name       which one
/// @param directory  where its files lie, under the names they are published by, gzipped or not;
///                   empty for `fashion_mnist_directory`, which only `fashion-mnist` has
/// @throws std::runtime_error where the name is unknown, the directory is left out though needed,
///         or a file is missing or malformed
data_set open_data_set(std::string_view name, const std::filesystem::path& directory = {});

} // namespace data
