#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "data/images.hpp"

namespace data {

struct image_folder_options {
    int size = 64;             ///< pixels of a side, in [1, 1024]
    std::size_t per_class = 0; ///< read at most so many of each part and class, the first; 0: all
    double test_share = 0.2;   ///< of each class, where there is one folder for all; in (0, 1)
    std::uint64_t seed = 0;    ///< of which images these are
    bool skip_broken = false;  ///< leave out what cannot be read, and say so in `skipped`
    std::string without = {};  ///< the name of a class that is left out
};

/// Reads images that lie in a folder a class, as JPEG (*.jpg, *.jpeg) or PNG (*.png), in upper or
/// lower case. In the directory there are either the parts `train` and `val` (or `test`), each with
/// the same classes, or the classes themselves; then the seed chooses a share of each class for the
/// test, at least one image and not the last. Classes are numbered, and images lie, in the order of
/// their names' bytes. Names that begin with a dot are passed over.
///
/// Of every image the largest part in the middle that is square is resized by a triangle filter
/// (see data/resample.hpp) to `size` x `size` pixels of red, green and blue; grey and CMYK become
/// that, and what is transparent black. All images are held in memory, 3 size^2 bytes each: all of
/// ImageNet in 64 x 64 takes 16 GB.
///
/// @throws std::runtime_error naming the file, what was found and what was expected: for a
///         directory without classes, a part without one of the other's classes, a class without an
///         image, and, unless `skip_broken`, any file that is no image or a broken one
data_set
read_image_folder(const std::filesystem::path& directory, const image_folder_options& options);

} // namespace data
