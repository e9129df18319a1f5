#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/image_folder.hpp"
#include "data/images.hpp"

namespace data {

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr std::string_view fashion_mnist_directory = "/usr/share/datasets/fashion-mnist";

/// The names that `open_data_set` knows.
std::vector<std::string> known_data_sets();

/// Reads a data set by its name: `mnist`, `fashion-mnist`, `cifar10`, `cifar100` (its 100 fine
/// classes), `cifar100-coarse` (its 20 superclasses), and folders of images (see
/// data/image_folder.hpp):
///
/// - `image-folder`: any;
/// - `imagenet`: with `train` and `val` in the directory;
/// - `caltech101`: its classes in the directory, or in `101_ObjectCategories` there, without
///   BACKGROUND_Google, which is none.
///
/// @param name       which one
/// @param directory  where its files lie, under the names they are published by, gzipped or not;
///                   empty for `fashion_mnist_directory`, which only `fashion-mnist` has
/// @param folder     how a folder of images is read
/// @throws std::runtime_error where the name is unknown, the directory is left out though needed,
///         or a file is missing or malformed
data_set open_data_set(
    std::string_view name, const std::filesystem::path& directory = {},
    const image_folder_options& folder = {});

} // namespace data
